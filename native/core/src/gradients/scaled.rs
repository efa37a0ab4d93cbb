//! A vector of doubles as lanes take it: each layer times a power of two, so that single precision neither overflows nor loses it.

use super::info::Layer;
use super::numbers::Lane;

/// A vector over all columns; what it stands for is each layer times its scale.
pub(crate) struct Scaled<L> {
    pub(crate) numbers: Vec<L>,
    pub(crate) scales: Vec<f64>,
}

impl<L: Lane> Scaled<L> {
    pub(crate) fn new(vector: &[f64], layers: &[Layer]) -> Self {
        let mut numbers = vec![L::default(); vector.len()];
        let mut scales = Vec::with_capacity(layers.len());
        for layer in layers {
            let values = &vector[layer.columns.clone()];
            let scale = scale_of(values.iter().fold(0.0, |most, value| value.abs().max(most)));
            for (number, value) in numbers[layer.columns.clone()].iter_mut().zip(values) {
                *number = L::narrow(value / scale);
            }
            scales.push(scale);
        }
        Self { numbers, scales }
    }
}

/// The power of two just above a value; 1 for nothing.
pub(crate) fn scale_of(value: f64) -> f64 {
    match value > 0.0 {
        true => libm::scalbn(1.0, libm::ilogb(value) + 1),
        false => 1.0,
    }
}
