//! One reading of the whole store: the product of every row with a vector, layer by layer.

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

/// The product of every row with a vector in each layer, row after row.
pub(crate) fn products<N: Sums>(pass: Pass<'_>, vector: &Scaled<N::Lane>) -> Result<Vec<f64>> {
    let layers = &pass.store.shape().layers;
    let mut products = Vec::with_capacity(pass.store.shape().rows * layers.len());
    let work = |rows: std::ops::Range<usize>| {
        let mut products = Vec::with_capacity(rows.len() * layers.len());
        for row in rows {
            pass.brake.check()?;
            let numbers = pass.store.row::<N>(row);
            products.extend(layers.iter().zip(&vector.scales).map(|(layer, scale)| {
                let columns = layer.columns.clone();
                N::dot(&numbers[columns.clone()], &vector.numbers[columns]) * scale
            }));
        }
        Ok(products)
    };
    in_blocks(pass.store.shape().rows, pass.threads, work, |_, found| products.extend(found))?;
    Ok(products)
}
