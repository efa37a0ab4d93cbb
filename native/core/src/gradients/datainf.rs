//! DataInf (arXiv 2310.00902): influence with the inverse of each layer's Hessian replaced by the mean of inverses of its rank-one parts, which
//! Sherman and Morrison give in closed form. Two readings of the store.

use std::ops::Range;

use super::info::Layer;
use super::numbers::{GROUP, Lane};
use super::passes::{ABREAST, Pass, layer_products, products};
use super::rounds::in_blocks;
use super::scaled::{Scaled, scale_of};
use super::vectors::Sums;
use crate::error::Result;

/// Bytes of a row that are read for a bundle of layers: long stretches of memory are fetched ahead by the machine, and a group of them
/// stays in a cache of 512 KiB.
const BUNDLE_BYTES: usize = 16 << 10;

/// I(k) in each layer, row after row: the sum over i of (v·g_i) / (λ + |g_i|²) (g_i·g_k) / n, less v·g_k, over λ. Helpful rows come out negative.
///
/// Where λ is 0 all gradients are, and the layer says nothing.
pub(crate) fn influences<N: Sums>(pass: Pass<'_>, query: &[f64], lambdas: &[f64]) -> Result<Vec<f64>> {
    let mut vector = weighted_sum::<N>(pass, query, lambdas)?;
    let rows = pass.store.shape().rows as f64;
    for (layer, lambda) in pass.store.shape().layers.iter().zip(lambdas) {
        for column in layer.columns.clone() {
            vector[column] = match *lambda > 0.0 {
                true => (vector[column] / rows - query[column]) / lambda,
                false => 0.0,
            };
        }
    }
    products::<N>(pass, &Scaled::new(&vector, &pass.store.shape().layers))
}

/// The sum of all rows, each layer of each times (v·g_i) / (λ + |g_i|²).
fn weighted_sum<N: Sums>(pass: Pass<'_>, query: &[f64], lambdas: &[f64]) -> Result<Vec<f64>> {
    let weighing = Weighing::new(pass, query, lambdas);
    let mut sums = vec![0.0; query.len()];
    let work = |rows: Range<usize>| {
        let mut sums = vec![0.0; query.len()];
        for start in rows.clone().step_by(GROUP) {
            pass.brake.check()?;
            weighing.add_group::<N>(start..rows.end.min(start + GROUP), &mut sums);
        }
        Ok(sums)
    };
    in_blocks(pass.store.shape().rows, pass.threads, work, |_, found| {
        for (sum, found) in sums.iter_mut().zip(found) {
            *sum += found;
        }
    })?;
    for (layer, scale) in pass.store.shape().layers.iter().zip(&weighing.weight_scales) {
        for sum in &mut sums[layer.columns.clone()] {
            *sum *= scale;
        }
    }
    Ok(sums)
}

struct Weighing<'w, L> {
    pass: Pass<'w>,
    lambdas: &'w [f64],
    query: Scaled<L>,
    /// No weight of a layer is larger: by Cauchy and Schwarz |v·g| / (λ + |g|²) is at most |v| / 2√λ.
    weight_scales: Vec<f64>,
    /// Layers that are read together.
    bundles: Vec<Range<usize>>,
}

impl<'w, L: Lane> Weighing<'w, L> {
    fn new(pass: Pass<'w>, query: &[f64], lambdas: &'w [f64]) -> Self {
        let layers = &pass.store.shape().layers;
        let length = |numbers: &[f64]| libm::sqrt(numbers.iter().map(|number| number * number).sum());
        let weight_scales = layers.iter().zip(lambdas).map(|(layer, lambda)| match *lambda > 0.0 {
            true => scale_of(length(&query[layer.columns.clone()]) / (2.0 * libm::sqrt(*lambda))),
            false => 1.0,
        });
        Self {
            pass,
            lambdas,
            query: Scaled::new(query, layers),
            weight_scales: weight_scales.collect(),
            bundles: bundle(layers, BUNDLE_BYTES / pass.store.shape().number_type.bytes()),
        }
    }

    /// Adds a group of rows, a bundle of layers at a time: what was read for the weights is still in the cache when it is added.
    fn add_group<N: Sums<Lane = L>>(&self, group: Range<usize>, sums: &mut [f64]) {
        // What half of the rows take is asked for while those before them are added, which reads from the cache alone; the other half while products are taken.
        let next_group = GROUP * self.pass.store.shape().row_bytes();
        let rows: Vec<&[N]> = group.clone().map(|row| self.pass.store.row(row)).collect();
        let mut weights = Vec::new();
        for bundle in &self.bundles {
            weights.clear();
            weights.resize(bundle.len() * GROUP, L::default());
            for row in group.clone().step_by(ABREAST) {
                for (at, weights) in bundle.clone().zip(weights.chunks_mut(GROUP)) {
                    let weights = &mut weights[row - group.start..];
                    match group.end - row {
                        1 => self.weigh::<N, 1>(row, at, weights),
                        _ => self.weigh::<N, ABREAST>(row, at, weights),
                    }
                }
            }
            for (at, weights) in bundle.clone().zip(weights.chunks(GROUP)) {
                let columns = self.pass.store.shape().layers[at].columns.clone();
                let mut parts: [&[N]; GROUP] = [&[]; GROUP];
                for (part, row) in parts.iter_mut().zip(&rows) {
                    *part = &row[columns.clone()];
                }
                N::add_rows(&parts[..rows.len()], &weights[..rows.len()], &mut sums[columns], next_group);
            }
        }
    }

    /// (v·g) / (λ + |g|²) in a layer, over its scale, for the next rows.
    fn weigh<N: Sums<Lane = L>, const ROWS: usize>(&self, first: usize, layer: usize, weights: &mut [L]) {
        let lambda = self.lambdas[layer];
        if lambda == 0.0 {
            return;
        }
        let store = self.pass.store;
        let products = layer_products::<N, ROWS>(store, first, layer, &self.query);
        for (at, (weight, product)) in weights.iter_mut().zip(products).enumerate() {
            let value = product / (lambda + store.squares_of(first + at)[layer]);
            *weight = L::narrow(value / self.weight_scales[layer]);
        }
    }
}

/// Neighbouring layers of so many columns together, or one that has more.
fn bundle(layers: &[Layer], most_columns: usize) -> Vec<Range<usize>> {
    let mut bundles: Vec<Range<usize>> = Vec::new();
    for (at, layer) in layers.iter().enumerate() {
        match bundles.last_mut() {
            Some(bundle) if layer.columns.end - layers[bundle.start].columns.start <= most_columns => {
                bundle.end = at + 1;
            }
            _ => bundles.push(at..at + 1),
        }
    }
    bundles
}
