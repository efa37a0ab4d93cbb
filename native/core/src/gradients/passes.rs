//! One reading of the whole store: the product of every row with a vector, layer by layer.

use std::ops::Range;

use super::rounds::fill_blocks;
use super::scaled::Scaled;
use super::store::GradientStore;
use super::vectors::{Stretch, Sums};
use crate::error::Result;
use crate::watch::Brake;

/// How a pass runs; nothing of it is seen in what it finds.
#[derive(Clone, Copy)]
pub(crate) struct Pass<'p> {
    pub(crate) store: &'p GradientStore,
    pub(crate) threads: usize,
    pub(crate) brake: Brake<'p>,
}

/// Rows whose products are taken together.
pub(crate) const ABREAST: usize = 4;

/// How far ahead of the rows of a product their store is asked for: their successors, as long as those fit well into a cache of 512 KiB.
const MOST_AHEAD_BYTES: usize = 64 << 10;
const LONG_ROW_AHEAD_BYTES: usize = 8 << 10;

/// The product of every row with a vector in each layer, row after row.
pub(crate) fn products<N: Sums>(pass: Pass<'_>, vector: &Scaled<N::Lane>) -> Result<Vec<f64>> {
    let layers = pass.store.shape().layers.len();
    let mut all = vec![0.0; pass.store.shape().rows * layers];
    fill_blocks(&mut all, layers, pass.threads, |rows, products| {
        for (first, products) in rows.step_by(ABREAST).zip(products.chunks_mut(ABREAST * layers)) {
            pass.brake.check()?;
            products_from::<N>(pass.store, first, vector, products);
        }
        Ok(())
    })?;
    Ok(all)
}

/// The sum of each row's products: pages for those of every layer, which are slow to come by, are never asked for.
pub(crate) fn whole_products<N: Sums>(pass: Pass<'_>, vector: &Scaled<N::Lane>) -> Result<Vec<f64>> {
    let layers = pass.store.shape().layers.len();
    let mut all = vec![0.0; pass.store.shape().rows];
    fill_blocks(&mut all, 1, pass.threads, |rows, sums| {
        let mut products = vec![0.0; ABREAST * layers];
        for (first, sums) in rows.step_by(ABREAST).zip(sums.chunks_mut(ABREAST)) {
            pass.brake.check()?;
            let products = &mut products[..sums.len() * layers];
            products_from::<N>(pass.store, first, vector, products);
            for (sum, products) in sums.iter_mut().zip(products.chunks(layers)) {
                *sum = whole(products);
            }
        }
        Ok(())
    })?;
    Ok(all)
}

/// The sum of a row's layers, in their order.
pub(crate) fn whole(layers: &[f64]) -> f64 {
    layers.iter().fold(0.0, |sum, layer| sum + layer)
}

/// The products of the next rows from `first` on, as many as there is room for.
fn products_from<N: Sums>(
    store: &GradientStore,
    first: usize,
    vector: &Scaled<N::Lane>,
    products: &mut [f64],
) {
    let layers = store.shape().layers.len();
    let mut rows: [&[N]; ABREAST] = [&[]; ABREAST];
    let rows = &mut rows[..products.len() / layers];
    for (at, row) in rows.iter_mut().enumerate() {
        *row = store.row(first + at);
    }
    layer_products(store, 0..layers, (rows, vector), products);
}

/// The products of neighbouring rows with some layers of a vector, row after row.
pub(crate) fn layer_products<N: Sums>(
    store: &GradientStore,
    layers: Range<usize>,
    (rows, vector): (&[&[N]], &Scaled<N::Lane>),
    products: &mut [f64],
) {
    let successors = ABREAST * store.shape().row_bytes();
    let ahead_bytes = if successors > MOST_AHEAD_BYTES { LONG_ROW_AHEAD_BYTES } else { successors };
    let stretch = Stretch { layers: &store.shape().layers[layers.clone()], ahead_bytes };
    N::layer_dots(rows, &vector.numbers, stretch, products);
    for products in products.chunks_mut(layers.len()) {
        for (product, scale) in products.iter_mut().zip(&vector.scales[layers.clone()]) {
            *product *= scale;
        }
    }
}
