//! Reads the raw data files of consumer DNA tests: one marker a line, in the layouts of a handful of vendors.

pub mod genotype;
pub mod header;
pub mod layout;
pub mod reader;
pub mod row;

pub use layout::{Columns, Layout, Vendor};
pub use reader::DtcReader;
