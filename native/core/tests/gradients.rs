//! Scores against dense algebra in plain doubles, what must not change them, and what is refused.
#![allow(clippy::unwrap_used)]

#[path = "support/dense.rs"]
mod dense;

use std::path::Path;

use attribution::{
    Estimator, GradientQuery, GradientStore, InfluenceShares, NumberType, ScoreOptions, Scores, Watch,
    influence_shares,
};
use half::{bf16, f16};
use proptest::prelude::*;

/// A store in the making: rows of numbers, and the sizes of its layers.
#[derive(Debug, Clone)]
struct Gradients {
    rows: Vec<Vec<f32>>,
    sizes: Vec<usize>,
    number_type: NumberType,
}

impl Gradients {
    /// Rounds what it is given as the store will.
    fn new(mut rows: Vec<Vec<f32>>, sizes: Vec<usize>, number_type: NumberType) -> Self {
        rows.iter_mut().flatten().for_each(|number| *number = round(*number, number_type));
        Self { rows, sizes, number_type }
    }

    fn write(&self, folder: &Path) {
        let sizes: Vec<String> =
            self.sizes.iter().enumerate().map(|(at, size)| format!("\"layer {}\": {size}", 9 - at)).collect();
        let info = format!(
            r#"{{ "num_items": 1, "num_grads": {}, "grad_sizes": {{ {} }}, "base_dtype": "{}" }}"#,
            self.rows.len(),
            sizes.join(", "),
            self.number_type.as_str()
        );
        std::fs::write(folder.join("info.json"), info).unwrap();
        std::fs::write(folder.join("gradients.bin"), self.bytes()).unwrap();
    }

    fn bytes(&self) -> Vec<u8> {
        let bytes = |number: &f32| match self.number_type {
            NumberType::Float32 => number.to_le_bytes().to_vec(),
            NumberType::Float16 => f16::from_f32(*number).to_le_bytes().to_vec(),
            NumberType::Bfloat16 => bf16::from_f32(*number).to_le_bytes().to_vec(),
        };
        self.rows.iter().flatten().flat_map(bytes).collect()
    }

    fn open(&self) -> GradientStore {
        let home = tempfile::tempdir().unwrap();
        self.write(home.path());
        GradientStore::open(home.path(), 1, Watch::default()).unwrap()
    }

    fn score(&self, query: &[f32], estimator: Estimator) -> Scores {
        score(&self.open(), query, estimator)
    }

    fn dense(&self) -> dense::Layers {
        let row = |row: &Vec<f32>| row.iter().copied().map(f64::from).collect();
        dense::split(&self.rows.iter().map(row).collect::<Vec<_>>(), &self.sizes)
    }
}

fn round(number: f32, number_type: NumberType) -> f32 {
    match number_type {
        NumberType::Float32 => number,
        NumberType::Float16 => f16::from_f32(number).to_f32(),
        NumberType::Bfloat16 => bf16::from_f32(number).to_f32(),
    }
}

fn score(store: &GradientStore, query: &[f32], estimator: Estimator) -> Scores {
    let options = ScoreOptions { estimator, by_layer: true, ..ScoreOptions::default() };
    store.score(GradientQuery::Numbers(query), &options, Watch::default()).unwrap()
}

const ESTIMATORS: [Estimator; 4] = [Estimator::Dot, Estimator::Cosine, Estimator::DataInf, Estimator::Fisher];

/// Up to 24 rows of one to three layers, with rows and layers of nothing among them, in each type of number.
fn gradients() -> impl Strategy<Value = (Gradients, Vec<f32>)> {
    let types = prop_oneof![Just(NumberType::Float32), Just(NumberType::Float16), Just(NumberType::Bfloat16)];
    (1..24_usize, prop::collection::vec(1..70_usize, 1..4), types, -3..3_i32).prop_flat_map(
        |(rows, sizes, number_type, magnitude)| {
            let columns: usize = sizes.iter().sum();
            let number = prop_oneof![9 => -1.0_f32..1.0, 1 => Just(0.0_f32)];
            let number = number.prop_map(move |number| number * 10_f32.powi(magnitude));
            let row = prop_oneof![
                9 => prop::collection::vec(number.clone(), columns),
                1 => Just(vec![0.0; columns])
            ];
            let silent = prop::collection::vec(prop::bool::weighted(0.1), sizes.len());
            (prop::collection::vec(row, rows), prop::collection::vec(number, columns), silent).prop_map(
                move |(mut rows, query, silent)| {
                    let mut start = 0;
                    for (size, silent) in sizes.iter().zip(silent) {
                        if silent {
                            rows.iter_mut().for_each(|row| row[start..start + size].fill(0.0));
                        }
                        start += size;
                    }
                    (Gradients::new(rows, sizes.clone(), number_type), query)
                },
            )
        },
    )
}

/// Half precision is summed in single, the others in double; what cancels is measured by the size of what is added.
fn is_near(found: f64, wanted: f64, size: f64, number_type: NumberType) -> bool {
    let tolerance = if number_type == NumberType::Float16 { 1e-5 } else { 1e-9 };
    (found - wanted).abs() <= tolerance * size
}

fn assert_near(found: &[f64], wanted: &[f64], sizes: &[f64], number_type: NumberType) {
    for (at, ((found, wanted), size)) in found.iter().zip(wanted).zip(sizes).enumerate() {
        assert!(
            is_near(*found, *wanted, *size, number_type),
            "row {at}: {found} is not {wanted} (size {size})"
        );
    }
}

/// The estimators that have a matrix to invert.
struct Algebra {
    datainf: fn(&dense::Rows, &[f64], f64) -> dense::Answer,
    fisher: fn(&dense::Rows, &[f64], f64) -> dense::Answer,
}

const WRITTEN_OUT: Algebra = Algebra { datainf: dense::datainf, fisher: dense::fisher };
const BY_ROWS: Algebra = Algebra { datainf: dense::datainf_by_rows, fisher: dense::fisher_by_rows };

fn assert_dense(gradients: &Gradients, query: &[f32], estimator: Estimator, algebra: &Algebra) {
    let wide: Vec<f64> = query.iter().copied().map(f64::from).collect();
    let layers = gradients.dense();
    let queries = dense::split(std::slice::from_ref(&wide), &gradients.sizes);
    let of_layer = |(rows, query): (&dense::Rows, &dense::Rows)| match estimator {
        Estimator::Dot => dense::dot(rows, &query[0]),
        Estimator::Cosine => dense::cosine(rows, &query[0]),
        Estimator::DataInf => (algebra.datainf)(rows, &query[0], 0.1),
        Estimator::Fisher => (algebra.fisher)(rows, &query[0], 0.1),
    };
    let by_layer: Vec<dense::Answer> = layers.iter().zip(&queries).map(of_layer).collect();
    let scores = gradients.score(query, estimator);
    let found = scores.layer_scores.as_ref().unwrap();
    for (at, wanted) in by_layer.iter().enumerate() {
        let in_layer: Vec<f64> = found.iter().skip(at).step_by(by_layer.len()).copied().collect();
        assert_near(&in_layer, &wanted.values, &wanted.sizes, gradients.number_type);
    }
    let whole = match estimator {
        Estimator::Cosine => dense::cosine(&dense::join(&layers), &wide),
        _ => dense::sum(&by_layer),
    };
    assert_near(&scores.scores, &whole.values, &whole.sizes, gradients.number_type);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn scores_are_those_of_dense_algebra((gradients, query) in gradients()) {
        for estimator in ESTIMATORS {
            assert_dense(&gradients, &query, estimator, &WRITTEN_OUT);
        }
    }

    #[test]
    fn the_order_of_rows_and_powers_of_two_change_nothing((gradients, query) in gradients()) {
        let turned = Gradients { rows: gradients.rows.iter().rev().cloned().collect(), ..gradients.clone() };
        let doubled: Vec<f32> = query.iter().map(|number| number * 2.0).collect();
        for estimator in ESTIMATORS {
            let scores = gradients.score(&query, estimator).scores;
            let size = scores.iter().fold(0.0, |most: f64, score| most.max(score.abs()));
            let mut other = turned.score(&query, estimator).scores;
            other.reverse();
            for (one, other) in scores.iter().zip(&other) {
                prop_assert!((one - other).abs() <= 2e-3 * size + 1e-300, "{one} is not {other}");
            }
            let factor = if estimator == Estimator::Cosine { 1.0 } else { 2.0 };
            let other = gradients.score(&doubled, estimator).scores;
            prop_assert_eq!(scores.iter().map(|score| score * factor).collect::<Vec<f64>>(), other);
        }
    }

    #[test]
    fn shares_are_a_whole(scores in prop::collection::vec(-1.0_f64..1.0, 0..3000)) {
        let (estimator, damping) = (Estimator::DataInf, Some(0.2));
        let scores = Scores { estimator, damping, lambdas: Vec::new(), scores, layer_scores: None };
        let InfluenceShares { rows, shares_ppb, unattributed_ppb, clip, .. } = influence_shares(&scores).unwrap();
        let scores = scores.scores;
        prop_assert_eq!(shares_ppb.iter().sum::<u32>() + unattributed_ppb, 1_000_000_000);
        let clipped: f64 = scores.iter().map(|score| score.abs().min(clip)).sum();
        for (row, share) in rows.iter().zip(shares_ppb) {
            let wanted = (-scores[*row as usize]).min(clip) / clipped * 1e9;
            prop_assert!((f64::from(share) - wanted).abs() < 1.0 + wanted * 1e-4 + 1e9 / (scores.len() as f64) * 1e-6);
        }
    }
}

/// Numbers from -1 to 1, the same each time, in so many rows of these layers; and a query.
fn fixed(rows: usize, sizes: Vec<usize>, number_type: NumberType) -> (Gradients, Vec<f32>) {
    let mut state = 42_u64;
    let mut number = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    let columns: usize = sizes.iter().sum();
    let rows = (0..rows).map(|_| (0..columns).map(|_| number()).collect()).collect();
    let query = (0..columns).map(|_| number()).collect();
    (Gradients::new(rows, sizes, number_type), query)
}

/// Enough rows for several blocks, so that threads have something to share.
fn many_rows(number_type: NumberType) -> (Gradients, Vec<f32>) {
    fixed(9001, vec![20, 17], number_type)
}

/// What random stores are too small for: more rows than a block, more bytes in a row than are asked for ahead, more columns in a layer than are summed in single.
#[test]
fn scores_of_large_stores_are_those_of_dense_algebra() {
    for number_type in [NumberType::Float32, NumberType::Float16, NumberType::Bfloat16] {
        for (rows, sizes) in [(5_000, vec![23, 17]), (30, vec![9_000]), (37, vec![3, 2_500, 1])] {
            let (gradients, query) = fixed(rows, sizes, number_type);
            for estimator in ESTIMATORS {
                // The exact matrix has a row and a column for each row.
                if estimator != Estimator::Fisher || rows < 100 {
                    assert_dense(&gradients, &query, estimator, &BY_ROWS);
                }
            }
        }
    }
}

#[test]
fn one_thread_and_several_give_the_same_bits() {
    for number_type in [NumberType::Float32, NumberType::Float16, NumberType::Bfloat16] {
        let (gradients, query) = many_rows(number_type);
        let home = tempfile::tempdir().unwrap();
        gradients.write(home.path());
        let scores = |threads: usize, by_layer: bool| {
            let store = GradientStore::open(home.path(), threads, Watch::default()).unwrap();
            let options = ScoreOptions { threads, by_layer, ..ScoreOptions::default() };
            store.score(GradientQuery::Numbers(&query), &options, Watch::default()).unwrap()
        };
        let alone = scores(1, true);
        for threads in [2, 3, 7] {
            assert_eq!(scores(threads, true), alone);
        }
        // Nor do the scores depend on whether those of the layers are kept.
        for threads in [1, 3] {
            assert_eq!(scores(threads, false).scores, alone.scores);
        }
    }
}

#[test]
fn a_query_is_the_same_as_numbers_as_bytes_and_as_a_row() {
    for number_type in [NumberType::Float32, NumberType::Float16, NumberType::Bfloat16] {
        let rows = vec![vec![0.5, -1.25, 3.0], vec![2.0, 0.0, -0.75]];
        let gradients = Gradients::new(rows, vec![2, 1], number_type);
        let store = gradients.open();
        let row_bytes = 3 * number_type.bytes();
        let queries = [
            GradientQuery::Numbers(&gradients.rows[1]),
            GradientQuery::Bytes(&gradients.bytes()[row_bytes..]),
            GradientQuery::Row(&store, 1),
        ];
        let score = |query| store.score(query, &ScoreOptions::default(), Watch::default()).unwrap();
        let answers = queries.map(score);
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0], answers[2]);
    }
}

#[test]
fn a_query_that_does_not_fit_is_refused() {
    let gradients = Gradients::new(vec![vec![1.0, 2.0]], vec![2], NumberType::Float32);
    let other = Gradients::new(vec![vec![1.0, 2.0]], vec![1, 1], NumberType::Float32).open();
    let store = gradients.open();
    let queries = [
        GradientQuery::Numbers(&[1.0]),
        GradientQuery::Numbers(&[1.0, f32::NAN]),
        GradientQuery::Bytes(&[0; 9]),
        GradientQuery::Row(&store, 1),
        GradientQuery::Row(&other, 0),
    ];
    for query in queries {
        let error = store.score(query, &ScoreOptions::default(), Watch::default()).unwrap_err();
        assert_eq!(error.code(), "HW510", "{error}");
    }
    for damping in [0.0, -1.0, 9e-7, 1001.0, f64::NAN, f64::INFINITY] {
        let options = ScoreOptions { damping, ..ScoreOptions::default() };
        let error = store.score(GradientQuery::Numbers(&[1.0, 2.0]), &options, Watch::default()).unwrap_err();
        assert_eq!(error.code(), "HW510");
    }
}

#[test]
fn a_matrix_that_doubles_can_not_invert_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let columns = 8_000_000;
    let mut bytes = vec![0; columns * 4];
    for row in [0, 1] {
        bytes[row * columns * 2..][..2].copy_from_slice(&f16::ONE.to_le_bytes());
    }
    let info = format!(r#"{{"num_grads": 2, "grad_sizes": {{"a": {columns}}}, "base_dtype": "float16"}}"#);
    std::fs::write(home.path().join("info.json"), info).unwrap();
    std::fs::write(home.path().join("gradients.bin"), bytes).unwrap();
    let store = GradientStore::open(home.path(), 1, Watch::default()).unwrap();
    let score = |damping: f64| {
        let options = ScoreOptions { estimator: Estimator::Fisher, damping, ..ScoreOptions::default() };
        store.score(GradientQuery::Row(&store, 0), &options, Watch::default())
    };
    let error = score(1e-6).unwrap_err();
    assert_eq!(error.code(), "HW510");
    assert!(error.to_string().contains("raise the damping"), "{error}");
    assert!(score(0.1).unwrap().scores.iter().all(|score| score.is_finite()));
}

#[test]
fn a_store_that_is_not_whole_is_refused_with_file_and_reason() {
    let gradients = Gradients::new(vec![vec![1.0, 2.0], vec![3.0, 4.0]], vec![1, 1], NumberType::Float16);
    let home = tempfile::tempdir().unwrap();
    let refusal = |code: &str, file: &str, reason: &str| {
        let Err(error) = GradientStore::open(home.path(), 1, Watch::default()) else {
            panic!("{reason}: opened")
        };
        let text = error.to_string();
        assert_eq!(error.code(), code, "{text}");
        assert!(text.contains(file) && text.contains(reason), "{text}");
    };
    let bin = home.path().join("gradients.bin");
    for length in [0, 1, 7, 9, 16] {
        gradients.write(home.path());
        std::fs::OpenOptions::new().write(true).open(&bin).unwrap().set_len(length).unwrap();
        refusal("HW530", "gradients.bin", "2 rows of 2 numbers of 2 bytes are 8");
    }
    for (place, bits) in [(0, 0x7c00_u16), (1, 0xfc00), (2, 0x7e01), (3, 0xffff)] {
        let mut bytes = gradients.bytes();
        bytes[place * 2..][..2].copy_from_slice(&bits.to_le_bytes());
        std::fs::write(&bin, bytes).unwrap();
        refusal("HW530", "gradients.bin", &format!("row {} holds a number that is not finite", place / 2));
    }
    std::fs::remove_file(&bin).unwrap();
    refusal("HW506", "gradients.bin", "");
    for (info, reason) in [
        ("", "no description"),
        ("[]", "no description"),
        (r#"{"num_grads": -1, "grad_sizes": {"a": 1}, "base_dtype": "float32"}"#, "no description"),
        (r#"{"num_grads": 1, "grad_sizes": {"a": 1}}"#, "base_dtype"),
        (r#"{"num_grads": 1, "grad_sizes": {"a": 1}, "base_dtype": "float64"}"#, "float64"),
        // Big-endian numbers, and two bytes of anything.
        (r#"{"num_grads": 1, "grad_sizes": {"a": 1}, "base_dtype": ">f4"}"#, ">f4"),
        (r#"{"num_grads": 1, "grad_sizes": {"a": 1}, "base_dtype": "<V2"}"#, "<V2"),
        (r#"{"num_grads": 0, "grad_sizes": {"a": 1}, "base_dtype": "float32"}"#, "num_grads is 0"),
        (r#"{"num_grads": 1, "grad_sizes": {}, "base_dtype": "float32"}"#, "no layer"),
        (r#"{"num_grads": 1, "grad_sizes": {"a": 0}, "base_dtype": "float32"}"#, "size"),
        (r#"{"num_grads": 1, "grad_sizes": {"a": 1, "a": 1}, "base_dtype": "float32"}"#, "twice"),
        (r#"{"num_grads": 4294967296, "grad_sizes": {"a": 1}, "base_dtype": "float32"}"#, "num_grads"),
        (
            r#"{"num_grads": 1, "grad_sizes": {"a": 1}, "base_dtype": "float32", "attribute_tokens": true}"#,
            "tokens",
        ),
    ] {
        std::fs::write(home.path().join("info.json"), info).unwrap();
        refusal("HW530", "info.json", reason);
    }
    std::fs::write(home.path().join("info.json"), [0xff, b'{']).unwrap();
    refusal("HW530", "info.json", "no description");
    std::fs::remove_file(home.path().join("info.json")).unwrap();
    refusal("HW506", "info.json", "");
}

#[test]
fn a_number_type_is_the_same_by_name_and_by_code() {
    let rows = vec![vec![0.5, -1.25, 3.0], vec![2.0, 0.0, -0.75]];
    for (number_type, code) in [(NumberType::Float32, "<f4"), (NumberType::Float16, "<f2")] {
        let gradients = Gradients::new(rows.clone(), vec![2, 1], number_type);
        let (named, home) = (gradients.open(), tempfile::tempdir().unwrap());
        gradients.write(home.path());
        let info = std::fs::read_to_string(home.path().join("info.json")).unwrap();
        std::fs::write(home.path().join("info.json"), info.replace(number_type.as_str(), code)).unwrap();
        let coded = GradientStore::open(home.path(), 1, Watch::default()).unwrap();
        assert_eq!(coded.info(), named.info());
        assert_eq!(coded.hash(Watch::default()).unwrap(), named.hash(Watch::default()).unwrap());
        let scores = |store: &GradientStore| score(store, &gradients.rows[0], Estimator::DataInf);
        assert_eq!(scores(&coded), scores(&named));
    }
}

#[test]
fn a_hash_is_that_of_the_content_and_its_meaning() {
    let hash = |gradients: &Gradients| gradients.open().hash(Watch::default()).unwrap();
    let rows = vec![vec![1.0, 2.0], vec![3.0, 4.0]];
    let gradients = Gradients::new(rows.clone(), vec![1, 1], NumberType::Float32);
    let mut wanted: Vec<u8> = Vec::new();
    for (name, size) in [("float32", 2_u64), ("layer 9", 1), ("layer 8", 1)] {
        wanted.extend((name.len() as u64).to_le_bytes());
        wanted.extend(name.as_bytes());
        wanted.extend(size.to_le_bytes());
        if name == "float32" {
            wanted.extend(2_u64.to_le_bytes());
        }
    }
    wanted.extend(gradients.bytes());
    assert_eq!(hash(&gradients)[..], <sha2::Sha256 as sha2::Digest>::digest(&wanted)[..]);
    assert_ne!(hash(&gradients), hash(&Gradients::new(rows, vec![2], NumberType::Float32)));
}

#[test]
fn work_that_is_stopped_ends() {
    let (gradients, query) = many_rows(NumberType::Float16);
    let store = gradients.open();
    let flag = std::sync::atomic::AtomicBool::new(true);
    for estimator in [Estimator::Dot, Estimator::DataInf] {
        let options = ScoreOptions { estimator, ..ScoreOptions::default() };
        let watch = Watch::default().cancelled_by(&flag);
        assert_eq!(
            store.score(GradientQuery::Numbers(&query), &options, watch).unwrap_err().code(),
            "ABORT_ERR"
        );
    }
    let options = ScoreOptions { estimator: Estimator::Fisher, ..ScoreOptions::default() };
    let error = store.score(GradientQuery::Numbers(&query), &options, Watch::default()).unwrap_err();
    assert!(error.to_string().contains("at most 8192"), "{error}");
}
