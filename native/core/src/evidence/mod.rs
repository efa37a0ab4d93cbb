//! Rule 8: the passages that are shown, with their sources and the reasons why some earned nothing.

pub(crate) mod deciding;
pub(crate) mod held_spans;
pub(crate) mod holding_rows;
pub(crate) mod long_intervals;
pub(crate) mod passages;
pub(crate) mod row_set;
pub(crate) mod row_spans;
pub(crate) mod sources;

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use crate::watch::{CHECKS, Step, Watch};
    use crate::{BuildOptions, Builder, Index, Parameters, Row};

    /// Rows of one word, and an output of runs of it: each is a passage with a place at nearly every token of the data.
    fn index_of_runs(folder: &std::path::Path) -> Index {
        let folder = folder.join("index");
        let options = BuildOptions { sync: false, ..BuildOptions::default() };
        let mut builder = Builder::begin(&folder, &options, Watch::default()).unwrap();
        for (id, line) in ["a", "b", "c"].into_iter().zip(1..) {
            let row = Row { id: id.into(), owner: None, text: " the".repeat(10_000), metadata: None };
            builder.add_row(&row, "rows", line).unwrap();
        }
        builder.finish().unwrap();
        Index::open(&folder).unwrap()
    }

    #[test]
    fn an_answer_over_many_places_looks_often_whether_it_was_cancelled() {
        let home = tempfile::tempdir().unwrap();
        let index = index_of_runs(home.path());
        let output: String = (4..40).map(|times| " the".repeat(times) + " gulls").collect();
        for max_owners in [2, 32] {
            let parameters = Parameters { max_owners, ..Parameters::default() };
            let checks = std::cell::Cell::new(0);
            let count = |step: Step| match step {
                Step::Credit => checks.set(CHECKS.get()),
                Step::Passages => checks.set(CHECKS.get() - checks.get()),
                _ => {}
            };
            let answer = index.attribute(&output, &parameters, Watch::default().stepping_to(&count)).unwrap();
            // Where it is judged, where its rows are counted, and where their places are looked up.
            assert_eq!(answer.passages_total, 36);
            assert!(checks.get() >= 3 * 36, "{} checks", checks.get());
            assert_eq!(answer.passages[0].sources_total, 3);
        }
        let stop = AtomicBool::new(false);
        let cancel = |step: Step| stop.store(step == Step::Credit, Ordering::Relaxed);
        let watch = Watch::default().cancelled_by(&stop).stepping_to(&cancel);
        let error = index.attribute(&output, &Parameters::default(), watch).unwrap_err();
        assert_eq!(error.code(), "ABORT_ERR");
    }
}
