//! Holds a score: its header, and its rows as columns in the author's order.

pub mod effect;
pub mod header;
pub mod sparse;
pub mod table;
pub mod texts;
pub mod unsupported;

pub use effect::EffectModel;
pub use header::{Header, WeightType};
pub use sparse::SparseColumn;
pub use table::{AlleleId, NewRow, Row, ScoreTable};
pub use texts::Texts;
pub use unsupported::Unsupported;
