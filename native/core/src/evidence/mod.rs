//! Rule 8: the passages that are shown, with their sources and the reasons why some earned nothing.

pub(crate) mod deciding;
pub(crate) mod holding_rows;
pub(crate) mod passages;
pub(crate) mod row_set;
pub(crate) mod row_spans;
pub(crate) mod sources;
