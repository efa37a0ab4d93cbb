//! The exact influence under a damped Fisher matrix, by the matrix of the rows' products: s = n (K + nλI)⁻¹ y with K = GGᵀ and y = Gv, layer by
//! layer. It costs n² memory and n³ time, so it is for stores of a few thousand rows, and the measure that the others are held against.

use super::numbers::TILE;
use super::passes::Pass;
use super::vectors::Sums;
use crate::error::{Error, Result};

/// Rows of a block that stays in the cache while the matrix streams past.
const BLOCK: usize = 16;

/// A pivot below this part of its diagonal has lost its digits.
const LEAST_PIVOT: f64 = 1e-12;

/// s(k) in each layer, row after row. Helpful rows come out positive.
pub(crate) fn influences<N: Sums>(pass: Pass<'_>, query: &[f64], lambdas: &[f64]) -> Result<Vec<f64>>
where
    f64: From<N::Lane>,
{
    let (rows, layers) = (pass.store.shape().rows, lambdas.len());
    let mut influences = vec![0.0; rows * layers];
    let mut matrix = vec![0.0; rows * rows];
    for (at, lambda) in lambdas.iter().enumerate().filter(|(_, lambda)| **lambda > 0.0) {
        matrix.fill(0.0);
        let mut vector = vec![0.0; rows];
        add_products::<N>(pass, at, query, (&mut matrix, &mut vector))?;
        for row in 0..rows {
            matrix[row * rows + row] += rows as f64 * lambda;
        }
        factor(pass, &mut matrix, *lambda)?;
        solve(&matrix, &mut vector);
        for (row, value) in vector.into_iter().enumerate() {
            influences[row * layers + at] = rows as f64 * value;
        }
    }
    Ok(influences)
}

/// Adds a layer's K (its lower half) and y, a tile of columns at a time.
fn add_products<N: Sums>(
    pass: Pass<'_>,
    layer: usize,
    query: &[f64],
    (matrix, vector): (&mut [f64], &mut [f64]),
) -> Result<()>
where
    f64: From<N::Lane>,
{
    let rows = vector.len();
    let columns = pass.store.shape().layers[layer].columns.clone();
    for start in columns.clone().step_by(TILE) {
        let tile = start..columns.end.min(start + TILE);
        let mut numbers = Vec::with_capacity(rows * tile.len());
        for row in 0..rows {
            let row = &pass.store.row::<N>(row)[tile.clone()];
            numbers.extend(row.iter().map(|number| f64::from(number.widen())));
        }
        let row = |at: usize| &numbers[at * tile.len()..][..tile.len()];
        for block in (0..rows).step_by(BLOCK) {
            pass.brake.check()?;
            let block = block..rows.min(block + BLOCK);
            for other in 0..block.end {
                for at in block.start.max(other)..block.end {
                    matrix[at * rows + other] += f64::dot(row(at), row(other));
                }
            }
        }
        for (at, sum) in vector.iter_mut().enumerate() {
            *sum += f64::dot(row(at), &query[tile.clone()]);
        }
    }
    Ok(())
}

/// Cholesky's factor in place of the lower half. Damping keeps the matrix well-conditioned: no eigenvalue is below nλ and none above nλ + n|g|².
///
/// # Errors
/// λ is too small beside the gradients for doubles.
fn factor(pass: Pass<'_>, matrix: &mut [f64], lambda: f64) -> Result<()> {
    let rows = pass.store.shape().rows;
    for block in (0..rows).step_by(BLOCK) {
        pass.brake.check()?;
        let block = block..rows.min(block + BLOCK);
        for other in 0..block.end {
            for at in block.start.max(other)..block.end {
                let product = f64::dot(&matrix[at * rows..][..other], &matrix[other * rows..][..other]);
                let entry = matrix[at * rows + other];
                let rest = entry - product;
                if at == other && rest < LEAST_PIVOT * entry {
                    let range = "larger for the Fisher matrix to be inverted: raise the damping";
                    return Err(Error::bad_parameter("λ of a layer", format!("{lambda:e}"), range));
                }
                matrix[at * rows + other] = match at == other {
                    true => libm::sqrt(rest),
                    false => rest / matrix[other * rows + other],
                };
            }
        }
    }
    Ok(())
}

/// Solves L Lᵀ x = y in place.
fn solve(factor: &[f64], vector: &mut [f64]) {
    let rows = vector.len();
    for at in 0..rows {
        let known = f64::dot(&factor[at * rows..][..at], &vector[..at]);
        vector[at] = (vector[at] - known) / factor[at * rows + at];
    }
    for at in (0..rows).rev() {
        vector[at] /= factor[at * rows + at];
        let value = vector[at];
        for (before, part) in vector[..at].iter_mut().zip(&factor[at * rows..][..at]) {
            *before -= part * value;
        }
    }
}
