//! Where an output's tokens stand in an index: intervals of suffixes, the longest matches, and who holds them.

pub(crate) mod bounds;
pub(crate) mod counts;
pub(crate) mod extent;
pub(crate) mod holders;
pub(crate) mod interval;
pub(crate) mod matches;
pub(crate) mod place;
pub(crate) mod scan;
pub(crate) mod search;
pub(crate) mod trial;
pub(crate) mod walk;

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::atomic::{AtomicBool, Ordering};

    use crate::watch::{CHECKS, Step, Watch};
    use crate::{BuildOptions, Builder, Index, Parameters, Row};

    const OUTPUT: usize = 1_500;

    /// Rows of one word, by one owner each, and others that use it twice.
    fn index_of_runs(folder: &std::path::Path, lengths: &[usize]) -> Index {
        let folder = folder.join("index");
        let options = BuildOptions { sync: false, ..BuildOptions::default() };
        let mut builder = Builder::begin(&folder, &options, Watch::default()).unwrap();
        for (tokens, line) in lengths.iter().zip(1..) {
            let row = Row { id: line.to_string(), owner: None, text: " the".repeat(*tokens), metadata: None };
            builder.add_row(&row, "rows", line).unwrap();
        }
        builder.finish().unwrap();
        Index::open(&folder).unwrap()
    }

    /// How often a scan looked whether it was cancelled: once for each length that it tried, and seldom between.
    fn tries(index: &Index, parameters: &Parameters) -> usize {
        let (before, tries) = (Cell::new(0), Cell::new(0));
        let count = |step: Step| match step {
            Step::Counts => before.set(CHECKS.get()),
            Step::Scan => tries.set(CHECKS.get() - before.get()),
            _ => {}
        };
        let answer =
            index.attribute(&" the".repeat(OUTPUT), parameters, Watch::default().stepping_to(&count));
        assert_eq!(answer.unwrap().unattributed_ppb, 1_000_000_000);
        tries.get()
    }

    #[test]
    fn a_text_that_repeats_one_token_takes_few_tries_from_each_token() {
        let home = tempfile::tempdir().unwrap();
        let common = index_of_runs(&home.path().join("common"), &[3_000; 5]);
        // Whatever the length, more than three hold it.
        let tried = tries(&common, &Parameters { max_owners: 3, ..Parameters::default() });
        assert!((OUTPUT..OUTPUT * 13).contains(&tried), "{tried}");
        // Whatever the length, one holds it, and with so small a weight it says next to nothing.
        let rare = index_of_runs(&home.path().join("rare"), &[3_000, 2, 2, 2]);
        let tried = tries(&rare, &Parameters { mu: 1e-9, ..Parameters::default() });
        assert!((OUTPUT..OUTPUT * 13).contains(&tried), "{tried}");
        // So many lengths at which there are fewer holders.
        let steps: Vec<usize> = (1..=5).map(|step| step * 300).chain([2; 3]).collect();
        let falling = index_of_runs(&home.path().join("falling"), &steps);
        let tried = tries(&falling, &Parameters { mu: 1e-9, ..Parameters::default() });
        assert!((OUTPUT..OUTPUT * 5 * 20).contains(&tried), "{tried}");
    }

    #[test]
    fn a_scan_ends_when_it_is_cancelled() {
        let home = tempfile::tempdir().unwrap();
        let index = index_of_runs(home.path(), &[3_000; 5]);
        let stop = AtomicBool::new(false);
        let cancel = |step: Step| stop.store(step == Step::Counts, Ordering::Relaxed);
        let watch = Watch::default().cancelled_by(&stop).stepping_to(&cancel);
        let error = index.attribute(&" the".repeat(OUTPUT), &Parameters::default(), watch).unwrap_err();
        assert_eq!(error.code(), "ABORT_ERR");
    }
}
