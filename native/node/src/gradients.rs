//! Gradient stores as JavaScript objects. Numbers go in and out as typed arrays: a hundred thousand scores are no object each.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use attribution::{Error, Estimator, GradientQuery, GradientStore, Orientation, Result, ScoreOptions, Watch};
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, Float32Array, Float64Array, Uint8Array, Uint32Array};
use napi_derive::napi;

use crate::error::to_js;
use crate::task::{Cancellation, Job, flag_of, run};

/// What a gradient store holds.
#[napi(object)]
pub struct GradientInfo {
    /// Training examples.
    pub rows: u32,
    /// Numbers of each.
    pub columns: i64,
    /// `float32`, `float16` or `bfloat16`.
    pub number_type: String,
    /// In the order of their columns.
    pub layers: Vec<GradientLayer>,
    /// SHA-256 of the store's meaning and numbers, in hex: the training's `gradientsHash`.
    pub hash: String,
}

/// One adapted module of the model.
#[napi(object)]
pub struct GradientLayer {
    /// Its name in `info.json`.
    pub name: String,
    /// How many columns it has.
    pub columns: u32,
    /// The mean squared length of a row in it.
    pub mean_square: f64,
}

/// The gradient of an output's loss: exactly one of the three.
#[napi(object)]
pub struct GradientQuerySource {
    /// A number for each column.
    pub numbers: Option<Float32Array>,
    /// Little-endian numbers of the store's own type.
    pub bytes: Option<Uint8Array>,
    /// A row of another store with the same layers.
    pub stored: Option<StoredGradient>,
}

/// A row of a gradient store on disk.
#[napi(object)]
pub struct StoredGradient {
    /// The store.
    pub folder: String,
    /// The row, from 0.
    pub row: u32,
}

/// How rows are scored; what is left out has its default.
#[napi(object)]
#[derive(Default)]
pub struct GradientOptions {
    /// `DOT`, `COSINE`, `DATAINF` (the default) or `FISHER`.
    pub estimator: Option<String>,
    /// 0.000001 to 1000; 0.1 by default.
    pub damping: Option<f64>,
    /// Whether the scores of each layer are given too.
    pub by_layer: Option<bool>,
    /// 1 to 64; 1 by default. The scores don't depend on it.
    pub threads: Option<u32>,
}

/// Raw scores: estimates, not clipped.
#[napi(object, use_nullable = true)]
pub struct GradientScores {
    /// `influence/1`, or `custom` with another estimator or damping.
    pub method: String,
    /// The engine's version.
    pub engine: String,
    /// What they were estimated by.
    pub estimator: String,
    /// `NEGATIVE_HELPS` or `POSITIVE_HELPS`: what their sign says.
    pub orientation: String,
    /// What they were damped by, if they are.
    pub damping: Option<f64>,
    /// λ of each layer; empty without damping.
    pub lambdas: Vec<f64>,
    /// One for each row.
    pub scores: Float64Array,
    /// Those of each layer, row after row, if they were asked for.
    pub layer_scores: Option<Float64Array>,
}

/// The split of an output's credit by influence, with what the scores were estimated by.
#[napi(object, use_nullable = true)]
pub struct InfluenceShares {
    /// `influence/1`, or `custom` with another estimator or damping.
    pub method: String,
    /// The engine's version.
    pub engine: String,
    /// What the scores were estimated by.
    pub estimator: String,
    /// `NEGATIVE_HELPS` or `POSITIVE_HELPS`: what their sign says.
    pub orientation: String,
    /// What they were damped by, if they are.
    pub damping: Option<f64>,
    /// Rows with a share, the largest first, equal ones in their order.
    pub rows: Uint32Array,
    /// The share of each, in parts per billion.
    pub shares_ppb: Uint32Array,
    /// What pulled the other way. With the shares it makes 1000000000.
    pub unattributed_ppb: u32,
    /// The size that no score counts above.
    pub clip: f64,
}

/// Opens the gradient store in a folder; all of it is read and checked first. Its files must not change before it is closed.
#[napi(ts_return_type = "Promise<NativeGradients>")]
pub fn open_gradients(
    folder: String,
    cancellation: Option<&Cancellation>,
) -> AsyncTask<Job<NativeGradients>> {
    let flag = flag_of(cancellation);
    run(move || {
        let watch = Watch::default().cancelled_by(&flag);
        let store = GradientStore::open(Path::new(&folder), 1, watch)?;
        let hash = store.hash(watch)?.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(NativeGradients { hash, store: RwLock::new(Some(Arc::new(store))) })
    })
}

/// Splits the credit by scores, as they were given.
#[napi(ts_return_type = "Promise<InfluenceShares>")]
pub fn influence_shares(env: Env, scores: GradientScores) -> napi::Result<AsyncTask<Job<InfluenceShares>>> {
    // Copied before the promise: the caller's array may change after it.
    let scores = attribution::Scores::try_from(scores).map_err(|error| to_js(env, &error))?;
    Ok(run(move || {
        let shares = attribution::influence_shares(&scores)?;
        Ok(InfluenceShares {
            method: shares.method.into(),
            engine: attribution::VERSION.into(),
            estimator: name_of(&ESTIMATORS, &shares.estimator),
            orientation: name_of(&ORIENTATIONS, &shares.estimator.orientation()),
            damping: shares.damping,
            rows: shares.rows.into(),
            shares_ppb: shares.shares_ppb.into(),
            unattributed_ppb: shares.unattributed_ppb,
            clip: shares.clip,
        })
    }))
}

/// A gradient store, open until `close`.
#[napi]
pub struct NativeGradients {
    hash: String,
    store: RwLock<Option<Arc<GradientStore>>>,
}

#[napi]
impl NativeGradients {
    /// Scores every row against the gradient of an output's loss.
    #[napi(ts_return_type = "Promise<GradientScores>")]
    pub fn score(
        &self,
        env: Env,
        query: GradientQuerySource,
        options: Option<GradientOptions>,
        cancellation: Option<&Cancellation>,
    ) -> napi::Result<AsyncTask<Job<GradientScores>>> {
        let store = self.open(env)?;
        let options = options_of(options.unwrap_or_default()).map_err(|error| to_js(env, &error))?;
        let query = Query::from(query).map_err(|error| to_js(env, &error))?;
        let flag = flag_of(cancellation);
        Ok(run(move || {
            let watch = Watch::default().cancelled_by(&flag);
            watch.check()?;
            query.score(&store, &options, watch).map(GradientScores::from)
        }))
    }

    /// What the store holds.
    #[napi]
    pub fn info(&self, env: Env) -> napi::Result<GradientInfo> {
        let info = self.open(env)?.info();
        let layers = info.layers.into_iter().zip(info.mean_squares);
        let layers = layers.map(|(layer, mean_square)| GradientLayer {
            columns: layer.columns.len() as u32,
            name: layer.name,
            mean_square,
        });
        Ok(GradientInfo {
            rows: info.rows as u32,
            columns: info.columns as i64,
            number_type: info.number_type.as_str().into(),
            layers: layers.collect(),
            hash: self.hash.clone(),
        })
    }

    /// Lets go of the store's files once the scoring under way has ended.
    #[napi]
    pub fn close(&self) {
        self.store.write().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn open(&self, env: Env) -> napi::Result<Arc<GradientStore>> {
        let store = self.store.read().unwrap_or_else(PoisonError::into_inner).clone();
        store.ok_or_else(|| to_js(env, &Error::closed()))
    }
}

/// A query that is the work's own.
enum Query {
    Numbers(Vec<f32>),
    Bytes(Vec<u8>),
    Stored(StoredGradient),
}

impl Query {
    fn from(source: GradientQuerySource) -> Result<Self> {
        match source {
            GradientQuerySource { numbers: Some(numbers), bytes: None, stored: None } => {
                Ok(Self::Numbers(numbers.to_vec()))
            }
            GradientQuerySource { numbers: None, bytes: Some(bytes), stored: None } => {
                Ok(Self::Bytes(bytes.to_vec()))
            }
            GradientQuerySource { numbers: None, bytes: None, stored: Some(stored) } => {
                Ok(Self::Stored(stored))
            }
            _ => Err(Error::bad_parameter("query", "none or several", "one of numbers, bytes and stored")),
        }
    }

    fn score(
        &self,
        store: &GradientStore,
        options: &ScoreOptions,
        watch: Watch<'_>,
    ) -> Result<attribution::Scores> {
        match self {
            Self::Numbers(numbers) => store.score(GradientQuery::Numbers(numbers), options, watch),
            Self::Bytes(bytes) => store.score(GradientQuery::Bytes(bytes), options, watch),
            Self::Stored(stored) => {
                let other = GradientStore::open(Path::new(&stored.folder), 1, watch)?;
                store.score(GradientQuery::Row(&other, stored.row as usize), options, watch)
            }
        }
    }
}

const ESTIMATORS: [(&str, Estimator); 4] = [
    ("DOT", Estimator::Dot),
    ("COSINE", Estimator::Cosine),
    ("DATAINF", Estimator::DataInf),
    ("FISHER", Estimator::Fisher),
];

const ORIENTATIONS: [(&str, Orientation); 2] =
    [("NEGATIVE_HELPS", Orientation::NegativeHelps), ("POSITIVE_HELPS", Orientation::PositiveHelps)];

fn options_of(given: GradientOptions) -> Result<ScoreOptions> {
    let default = ScoreOptions::default();
    let estimator = given.estimator.map_or(Ok(default.estimator), |name| estimator_named(&name))?;
    Ok(ScoreOptions {
        estimator,
        damping: given.damping.unwrap_or(default.damping),
        by_layer: given.by_layer.unwrap_or(default.by_layer),
        threads: given.threads.map_or(default.threads, |threads| threads as usize),
    })
}

fn estimator_named(name: &str) -> Result<Estimator> {
    named(&ESTIMATORS, name)
        .ok_or_else(|| Error::bad_parameter("estimator", name, "DOT, COSINE, DATAINF or FISHER"))
}

fn named<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    names.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

fn name_of<T: PartialEq>(names: &[(&'static str, T)], value: &T) -> String {
    names.iter().find(|(_, known)| known == value).map_or("", |(name, _)| name).into()
}

impl From<attribution::Scores> for GradientScores {
    fn from(scores: attribution::Scores) -> Self {
        Self {
            method: scores.method().into(),
            engine: attribution::VERSION.into(),
            estimator: name_of(&ESTIMATORS, &scores.estimator),
            orientation: name_of(&ORIENTATIONS, &scores.orientation()),
            damping: scores.damping,
            lambdas: scores.lambdas,
            scores: scores.scores.into(),
            layer_scores: scores.layer_scores.map(Float64Array::from),
        }
    }
}

/// Scores that contradict themselves are none: their sign and their damping follow from how they were estimated.
impl TryFrom<GradientScores> for attribution::Scores {
    type Error = Error;

    fn try_from(given: GradientScores) -> Result<Self> {
        let estimator = estimator_named(&given.estimator)?;
        let orientation = name_of(&ORIENTATIONS, &estimator.orientation());
        if given.orientation != orientation {
            let range = format!("{orientation} for {}", given.estimator);
            return Err(Error::bad_parameter("orientation", given.orientation, range));
        }
        if given.damping.is_some() != estimator.is_damped() {
            let range = if estimator.is_damped() { "a number" } else { "null" };
            let damping = given.damping.map_or_else(|| "null".into(), |damping| damping.to_string());
            return Err(Error::bad_parameter("damping", damping, format!("{range} for {}", given.estimator)));
        }
        let (damping, lambdas, scores) = (given.damping, given.lambdas, given.scores.to_vec());
        Ok(Self { estimator, damping, lambdas, scores, layer_scores: None })
    }
}
