//! DataInf (arXiv 2310.00902): influence with the inverse of each layer's Hessian replaced by the mean of inverses of its rank-one parts, which
//! Sherman and Morrison give in closed form. Two readings of the store.

use super::numbers::{GROUP, Lane};
use super::passes::{Pass, products};
use super::rounds::in_blocks;
use super::scaled::{Scaled, scale_of};
use super::vectors::Sums;
use crate::error::Result;

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
    let work = |rows: std::ops::Range<usize>| {
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
}

impl<'w, L: Lane> Weighing<'w, L> {
    fn new(pass: Pass<'w>, query: &[f64], lambdas: &'w [f64]) -> Self {
        let layers = &pass.store.shape().layers;
        let length = |numbers: &[f64]| libm::sqrt(numbers.iter().map(|number| number * number).sum());
        let weight_scales = layers.iter().zip(lambdas).map(|(layer, lambda)| match *lambda > 0.0 {
            true => scale_of(length(&query[layer.columns.clone()]) / (2.0 * libm::sqrt(*lambda))),
            false => 1.0,
        });
        Self { pass, lambdas, query: Scaled::new(query, layers), weight_scales: weight_scales.collect() }
    }

    /// Adds a group of rows, a layer at a time: the group's part of a layer is still in the cache when it is read again.
    fn add_group<N: Sums<Lane = L>>(&self, group: std::ops::Range<usize>, sums: &mut [f64]) {
        let store = self.pass.store;
        let rows: Vec<&[N]> = group.clone().map(|row| store.row(row)).collect();
        for (at, layer) in store.shape().layers.iter().enumerate().filter(|(at, _)| self.lambdas[*at] > 0.0) {
            let columns = layer.columns.clone();
            let mut parts: [&[N]; GROUP] = [&[]; GROUP];
            let mut weights = [L::default(); GROUP];
            for (place, row) in group.clone().enumerate() {
                parts[place] = &rows[place][columns.clone()];
                let product =
                    N::dot(parts[place], &self.query.numbers[columns.clone()]) * self.query.scales[at];
                let weight = product / (self.lambdas[at] + store.squares_of(row)[at]);
                weights[place] = L::narrow(weight / self.weight_scales[at]);
            }
            N::add_rows(&parts[..group.len()], &weights[..group.len()], &mut sums[columns]);
        }
    }
}
