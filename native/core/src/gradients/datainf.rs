//! DataInf (arXiv 2310.00902): influence with the inverse of each layer's Hessian replaced by the mean of inverses of its rank-one parts, which
//! Sherman and Morrison give in closed form. Two readings of the store.

use std::ops::Range;

use super::info::Layer;
use super::numbers::{GROUP, Lane};
use super::passes::{ABREAST, Pass, layer_products};
use super::rounds::in_blocks;
use super::scaled::{Scaled, scale_of};
use super::vectors::Sums;
use crate::error::Result;

/// Bytes of a row that are read for a bundle of layers: long stretches of memory are fetched ahead by the machine, and a group of them
/// stays in a cache of 512 KiB.
const BUNDLE_BYTES: usize = 16 << 10;

/// The vector whose products with the rows are their influences. I(k) in each layer: the sum over i of (v·g_i) / (λ + |g_i|²) (g_i·g_k) / n, less v·g_k,
/// over λ. Helpful rows come out negative.
///
/// Where λ is 0 all gradients are, and the layer says nothing.
pub(crate) fn direction<N: Sums>(pass: Pass<'_>, query: &[f64], lambdas: &[f64]) -> Result<Vec<f64>> {
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
    Ok(vector)
}

/// The sum of all rows, each layer of each times (v·g_i) / (λ + |g_i|²).
fn weighted_sum<N: Sums>(pass: Pass<'_>, query: &[f64], lambdas: &[f64]) -> Result<Vec<f64>> {
    let weighing = Weighing::new(pass, query, lambdas);
    let mut sums = vec![0.0; query.len()];
    let work = |rows: Range<usize>| {
        let mut room = Room::new(query.len());
        for start in rows.clone().step_by(GROUP) {
            pass.brake.check()?;
            weighing.add_group::<N>(start..rows.end.min(start + GROUP), &mut room);
        }
        Ok(room.sums)
    };
    in_blocks(pass.store.shape().rows, pass.threads, work, |found| {
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
    /// λ of each layer; 1 where it is 0: all gradients are, and so are their weights.
    dampings: Vec<f64>,
    query: Scaled<L>,
    /// No weight of a layer is larger: by Cauchy and Schwarz |v·g| / (λ + |g|²) is at most |v| / 2√λ.
    weight_scales: Vec<f64>,
    /// Layers that are read together.
    bundles: Vec<Range<usize>>,
}

impl<'w, L: Lane> Weighing<'w, L> {
    fn new(pass: Pass<'w>, query: &[f64], lambdas: &[f64]) -> Self {
        let layers = &pass.store.shape().layers;
        let length = |numbers: &[f64]| libm::sqrt(numbers.iter().map(|number| number * number).sum());
        let weight_scales = layers.iter().zip(lambdas).map(|(layer, lambda)| match *lambda > 0.0 {
            true => scale_of(length(&query[layer.columns.clone()]) / (2.0 * libm::sqrt(*lambda))),
            false => 1.0,
        });
        Self {
            pass,
            dampings: lambdas.iter().map(|lambda| if *lambda > 0.0 { *lambda } else { 1.0 }).collect(),
            query: Scaled::new(query, layers),
            weight_scales: weight_scales.collect(),
            bundles: bundle(layers, BUNDLE_BYTES / pass.store.shape().number_type.bytes()),
        }
    }

    /// Adds a group of rows, a bundle of layers at a time: what was read for the weights is still in the cache when it is added.
    fn add_group<N: Sums<Lane = L>>(&self, group: Range<usize>, room: &mut Room<L>) {
        let mut rows: [&[N]; GROUP] = [&[]; GROUP];
        let rows = &mut rows[..group.len()];
        for (row, at) in rows.iter_mut().zip(group.clone()) {
            *row = self.pass.store.row(at);
        }
        for (which, bundle) in self.bundles.iter().enumerate() {
            self.weigh(bundle, group.start, (rows, room));
            let ahead_bytes = self.ahead_bytes(which);
            for (at, weights) in bundle.clone().zip(room.weights.chunks(rows.len())) {
                let columns = self.pass.store.shape().layers[at].columns.clone();
                let mut parts: [&[N]; GROUP] = [&[]; GROUP];
                for (part, row) in parts.iter_mut().zip(&*rows) {
                    *part = &row[columns.clone()];
                }
                N::add_rows(&parts[..rows.len()], weights, &mut room.sums[columns], ahead_bytes);
            }
        }
    }

    /// From a bundle to what is read next: the bundle behind it, or the first one of the next group.
    fn ahead_bytes(&self, bundle: usize) -> usize {
        let shape = self.pass.store.shape();
        let start =
            |bundle: &Range<usize>| shape.layers[bundle.start].columns.start * shape.number_type.bytes();
        let next = self.bundles.get(bundle + 1).map_or(GROUP * shape.row_bytes(), start);
        next - start(&self.bundles[bundle])
    }

    /// (v·g) / (λ + |g|²), over its scale, of a group of rows in each layer of a bundle, layer after layer.
    fn weigh<N: Sums<Lane = L>>(
        &self,
        bundle: &Range<usize>,
        first: usize,
        (rows, room): (&[&[N]], &mut Room<L>),
    ) {
        let store = self.pass.store;
        room.weights.resize(bundle.len() * rows.len(), L::default());
        room.products.resize(bundle.len() * rows.len(), 0.0);
        let together = rows.chunks(ABREAST).zip(room.products.chunks_mut(bundle.len() * ABREAST));
        for (rows, products) in together {
            layer_products(store, bundle.clone(), (rows, &self.query), products);
        }
        let (dampings, scales) = (&self.dampings[bundle.clone()], &self.weight_scales[bundle.clone()]);
        for (at, products) in room.products.chunks_mut(bundle.len()).enumerate() {
            let squares = &store.squares_of(first + at)[bundle.clone()];
            // Two short loops: the quotients of neighbouring layers are taken together.
            for (((product, square), damping), scale) in
                products.iter_mut().zip(squares).zip(dampings).zip(scales)
            {
                *product /= (damping + square) * scale;
            }
            for (weight, product) in room.weights[at..].iter_mut().step_by(rows.len()).zip(products) {
                *weight = L::narrow(*product);
            }
        }
    }
}

/// What a thread writes while it goes through its rows.
struct Room<L> {
    products: Vec<f64>,
    weights: Vec<L>,
    sums: Vec<f64>,
}

impl<L> Room<L> {
    fn new(columns: usize) -> Self {
        Self { products: Vec::new(), weights: Vec::new(), sums: vec![0.0; columns] }
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
