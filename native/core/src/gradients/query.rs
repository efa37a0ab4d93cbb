//! The output's gradient: as numbers, as bytes, or as a row of another store.

use half::{bf16, f16};

use super::info::NumberType;
use super::store::GradientStore;
use crate::error::{Error, Result};

/// Where the gradient of an output's loss comes from. It has as many numbers as a row of the store.
#[derive(Clone, Copy)]
pub enum GradientQuery<'q> {
    /// Numbers, in the order of the columns.
    Numbers(&'q [f32]),
    /// Little-endian numbers of the store's own type.
    Bytes(&'q [u8]),
    /// A row of a store with the same layers.
    Row(&'q GradientStore, usize),
}

impl GradientQuery<'_> {
    /// The gradient in doubles, which hold every number of the three types.
    pub(crate) fn read(&self, store: &GradientStore) -> Result<Vec<f64>> {
        let columns = store.shape().columns;
        let numbers = match *self {
            Self::Numbers(numbers) => numbers.iter().copied().map(f64::from).collect(),
            Self::Bytes(bytes) => {
                let wanted = store.shape().row_bytes();
                if bytes.len() != wanted {
                    let range = format!("as long as a row, {wanted} bytes");
                    return Err(Error::bad_parameter("query", format!("{} bytes", bytes.len()), range));
                }
                widen(bytes, store.shape().number_type)
            }
            Self::Row(other, row) => row_of(store, other, row)?,
        };
        if numbers.len() != columns {
            let range = format!("as long as a row, {columns} numbers");
            return Err(Error::bad_parameter("query", format!("{} numbers", numbers.len()), range));
        }
        match numbers.iter().find(|number| !number.is_finite()) {
            Some(number) => Err(Error::bad_parameter("a number of the query", number, "finite")),
            None => Ok(numbers),
        }
    }
}

fn row_of(store: &GradientStore, other: &GradientStore, row: usize) -> Result<Vec<f64>> {
    let shape = other.shape();
    if shape.layers != store.shape().layers {
        return Err(Error::bad_parameter(
            "query",
            "a row of other layers",
            "of the same layers as the store",
        ));
    }
    if row >= shape.rows {
        return Err(Error::bad_parameter("query.row", row, format!("below {}", shape.rows)));
    }
    Ok(widen(other.row_bytes(row), shape.number_type))
}

fn widen(bytes: &[u8], number_type: NumberType) -> Vec<f64> {
    let halves = || bytes.as_chunks::<2>().0.iter().copied().map(u16::from_le_bytes);
    match number_type {
        NumberType::Float32 => {
            bytes.as_chunks().0.iter().map(|bytes| f64::from(f32::from_le_bytes(*bytes))).collect()
        }
        NumberType::Float16 => halves().map(|bits| f64::from(f16::from_bits(bits))).collect(),
        NumberType::Bfloat16 => halves().map(|bits| f64::from(bf16::from_bits(bits))).collect(),
    }
}
