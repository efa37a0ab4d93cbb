//! One reading of the whole store: the product of every row with a vector, layer by layer.

use std::ops::Range;

use super::rounds::in_blocks;
use super::scaled::Scaled;
use super::store::GradientStore;
use super::vectors::Sums;
use crate::error::Result;
use crate::watch::Brake;

/// How a pass runs; nothing of it is seen in what it finds.
#[derive(Clone, Copy)]
pub(crate) struct Pass<'p> {
    pub(crate) store: &'p GradientStore,
    pub(crate) threads: usize,
    pub(crate) brake: Brake<'p>,
}

/// Rows whose products are taken together: their steps fill each other's waits.
pub(crate) const ABREAST: usize = 2;

/// The product of every row with a vector in each layer, row after row.
pub(crate) fn products<N: Sums>(pass: Pass<'_>, vector: &Scaled<N::Lane>) -> Result<Vec<f64>> {
    let layers = pass.store.shape().layers.len();
    let mut all = Vec::with_capacity(pass.store.shape().rows * layers);
    let work = |rows: Range<usize>| {
        let mut products = vec![0.0; rows.len() * layers];
        for (row, products) in rows.step_by(ABREAST).zip(products.chunks_mut(ABREAST * layers)) {
            pass.brake.check()?;
            products_of_rows::<N>(pass.store, row, vector, products);
        }
        Ok(products)
    };
    in_blocks(pass.store.shape().rows, pass.threads, work, |_, found| all.extend(found))?;
    Ok(all)
}

/// The products of some rows from `first` on, as many as `products` has room for.
fn products_of_rows<N: Sums>(
    store: &GradientStore,
    first: usize,
    vector: &Scaled<N::Lane>,
    products: &mut [f64],
) {
    let layers = store.shape().layers.len();
    for layer in 0..layers {
        match products.len() / layers {
            ABREAST => {
                let found = layer_products::<N, ABREAST>(store, first, layer, vector);
                for (row, product) in found.into_iter().enumerate() {
                    products[row * layers + layer] = product;
                }
            }
            rows => {
                for row in 0..rows {
                    products[row * layers + layer] =
                        layer_products::<N, 1>(store, first + row, layer, vector)[0];
                }
            }
        }
    }
}

/// The products of the next rows from `first` on with one layer of a vector.
#[inline]
pub(crate) fn layer_products<N: Sums, const ROWS: usize>(
    store: &GradientStore,
    first: usize,
    layer: usize,
    vector: &Scaled<N::Lane>,
) -> [f64; ROWS] {
    let columns = store.shape().layers[layer].columns.clone();
    let rows: [&[N]; ROWS] = std::array::from_fn(|at| &store.row(first + at)[columns.clone()]);
    let mut products = N::dots(rows, &vector.numbers[columns]);
    products.iter_mut().for_each(|product| *product *= vector.scales[layer]);
    products
}
