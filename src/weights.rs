//! Holds a score: its header, and its rows as columns in the author's order.

pub mod effect;
pub mod header;
pub mod table;
pub mod texts;

pub use effect::EffectModel;
pub use header::{Header, WeightType};
pub use table::{AlleleId, NewRow, Row, ScoreTable, Unsupported};
pub use texts::Texts;
