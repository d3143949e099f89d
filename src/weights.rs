//! Holds a score: its header, and its rows as columns in the author's order.

pub mod decimal;
pub mod effect;
pub mod header;
pub mod sparse;
pub mod table;
pub mod texts;
pub mod unsupported;
pub mod written;

pub use decimal::Decimal;
pub use effect::EffectModel;
pub use header::{Header, WeightType};
pub use sparse::SparseColumn;
pub use table::{AlleleId, Columns, NewRow, Row, ScoreTable};
pub use texts::Texts;
pub use unsupported::Unsupported;
pub use written::Written;
