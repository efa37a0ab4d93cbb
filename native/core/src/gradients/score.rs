//! The scores of all rows for one output, by the estimator that was asked for.

use half::{bf16, f16};

use super::datainf;
use super::fisher;
use super::info::NumberType;
use super::passes::{Pass, products, whole, whole_products};
use super::query::GradientQuery;
use super::scaled::Scaled;
use super::store::GradientStore;
use super::vectors::Sums;
use crate::error::{Error, Result};
use crate::watch::Watch;

/// The damping of the paper: λ is this part of the mean squared length, a column.
pub const DAMPING: f64 = 0.1;

/// Damping that is taken. With less than that, doubles would lose the digits that cancel; scores stay finite within it, whatever the gradients.
const DAMPINGS: std::ops::RangeInclusive<f64> = 1e-6..=1000.0;

/// Rows that the exact estimator takes: its matrix has 512 MiB then.
pub const MAX_FISHER_ROWS: usize = 8192;

/// What threads are worth asking for at all.
const MAX_THREADS: usize = 64;

/// How influence is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Estimator {
    /// The product of the two gradients.
    Dot,
    /// The cosine between them, over all columns and in each layer.
    Cosine,
    /// arXiv 2310.00902.
    DataInf,
    /// The damped Fisher matrix, inverted exactly.
    Fisher,
}

/// What a score says by its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// Rows that helped the output have scores below zero.
    NegativeHelps,
    /// Rows that helped the output have scores above zero.
    PositiveHelps,
}

impl Estimator {
    /// What the sign of its scores says.
    pub fn orientation(self) -> Orientation {
        match self {
            Self::DataInf => Orientation::NegativeHelps,
            Self::Dot | Self::Cosine | Self::Fisher => Orientation::PositiveHelps,
        }
    }

    /// Whether it knows a λ.
    pub fn is_damped(self) -> bool {
        matches!(self, Self::DataInf | Self::Fisher)
    }
}

/// How rows are scored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreOptions {
    /// DataInf unless asked for another.
    pub estimator: Estimator,
    /// 0.000001 to 1000; [`DAMPING`] by default.
    pub damping: f64,
    /// Whether the scores of each layer are given too.
    pub by_layer: bool,
    /// How many threads read the store; the scores don't depend on it.
    pub threads: usize,
}

impl Default for ScoreOptions {
    fn default() -> Self {
        Self { estimator: Estimator::DataInf, damping: DAMPING, by_layer: false, threads: 1 }
    }
}

/// Raw scores of all rows: estimates, as the estimator gives them, not clipped.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// What they were estimated by.
    pub estimator: Estimator,
    /// What it was damped by, if it is.
    pub damping: Option<f64>,
    /// λ of each layer, empty without damping. Where it is 0 all gradients of the layer are, and it says nothing.
    pub lambdas: Vec<f64>,
    /// One for each row. For the cosine that of all columns, for the others the sum of the layers in their order.
    pub scores: Vec<f64>,
    /// Those of each layer, row after row, if they were asked for.
    pub layer_scores: Option<Vec<f64>>,
}

impl GradientStore {
    /// Scores every row against the gradient of an output's loss.
    ///
    /// # Errors
    /// The query does not fit the store, an option is out of its range, or the work was stopped.
    pub fn score(
        &self,
        query: GradientQuery<'_>,
        options: &ScoreOptions,
        watch: Watch<'_>,
    ) -> Result<Scores> {
        check(options, self.shape().rows)?;
        let query = query.read(self)?;
        let pass = Pass { store: self, threads: options.threads, brake: watch.brake() };
        match self.shape().number_type {
            NumberType::Float32 => score::<f32>(pass, &query, options),
            NumberType::Float16 => score::<f16>(pass, &query, options),
            NumberType::Bfloat16 => score::<bf16>(pass, &query, options),
        }
    }
}

fn check(options: &ScoreOptions, rows: usize) -> Result<()> {
    if !DAMPINGS.contains(&options.damping) {
        return Err(Error::bad_parameter("damping", options.damping, "0.000001 to 1000"));
    }
    if !(1..=MAX_THREADS).contains(&options.threads) {
        return Err(Error::bad_parameter("threads", options.threads, format!("1 to {MAX_THREADS}")));
    }
    if options.estimator == Estimator::Fisher && rows > MAX_FISHER_ROWS {
        let range = format!("at most {MAX_FISHER_ROWS} for the exact Fisher matrix");
        return Err(Error::bad_parameter("the number of rows", rows, range));
    }
    Ok(())
}

fn score<N: Sums>(pass: Pass<'_>, query: &[f64], options: &ScoreOptions) -> Result<Scores>
where
    f64: From<N::Lane>,
{
    let layers = &pass.store.shape().layers;
    let estimator = options.estimator;
    let lambda =
        |(layer, mean): (&super::info::Layer, &f64)| options.damping * mean / layer.columns.len() as f64;
    let lambdas: Vec<f64> = match estimator.is_damped() {
        true => layers.iter().zip(pass.store.mean_squares()).map(lambda).collect(),
        false => Vec::new(),
    };
    let vector = match estimator {
        Estimator::DataInf => Scaled::new(&datainf::direction::<N>(pass, query, &lambdas)?, layers),
        _ => Scaled::new(query, layers),
    };
    let wholes = |by_layer: &[f64]| by_layer.chunks(layers.len()).map(whole).collect();
    let (scores, layer_scores) = match estimator {
        Estimator::Dot | Estimator::DataInf if !options.by_layer => {
            (whole_products::<N>(pass, &vector)?, Vec::new())
        }
        Estimator::Dot | Estimator::DataInf => {
            let by_layer = products::<N>(pass, &vector)?;
            (wholes(&by_layer), by_layer)
        }
        Estimator::Cosine => {
            let mut by_layer = products::<N>(pass, &vector)?;
            (cosines(pass.store, query, &mut by_layer), by_layer)
        }
        Estimator::Fisher => {
            let by_layer = fisher::influences::<N>(pass, query, &lambdas)?;
            (wholes(&by_layer), by_layer)
        }
    };
    Ok(Scores {
        estimator,
        damping: estimator.is_damped().then_some(options.damping),
        lambdas,
        scores,
        layer_scores: options.by_layer.then_some(layer_scores),
    })
}

/// Turns each layer's products into cosines and gives those over all columns. A gradient of nothing points nowhere: its cosine is 0.
fn cosines(store: &GradientStore, query: &[f64], by_layer: &mut [f64]) -> Vec<f64> {
    let layers = &store.shape().layers;
    let square = |layer: &super::info::Layer| f64::square(&query[layer.columns.clone()]);
    let query_squares: Vec<f64> = layers.iter().map(square).collect();
    let query_square: f64 = query_squares.iter().fold(0.0, |sum, square| sum + square);
    let cosine = |product: f64, own: f64, other: f64| match own > 0.0 && other > 0.0 {
        true => product / (libm::sqrt(own) * libm::sqrt(other)),
        false => 0.0,
    };
    let of_row = |(row, products): (usize, &mut [f64])| {
        let squares = store.squares_of(row);
        let product = products.iter().fold(0.0, |sum, product| sum + product);
        for (at, product) in products.iter_mut().enumerate() {
            *product = cosine(*product, squares[at], query_squares[at]);
        }
        cosine(product, squares.iter().fold(0.0, |sum, square| sum + square), query_square)
    };
    by_layer.chunks_mut(layers.len()).enumerate().map(of_row).collect()
}
