//! A gradient store on disk, opened by memory map and checked whole before its first use.

use std::path::Path;

use half::{bf16, f16};
use sha2::{Digest, Sha256};

use super::info::{Layer, NumberType, Shape};
use super::rounds::in_blocks;
use super::vectors::Sums;
use crate::error::{Error, Result};
use crate::files::mapped::Mapped;
use crate::watch::{Brake, Watch};

const GRADIENTS_FILE: &str = "gradients.bin";

/// Bytes between two looks at the brake while a hash is taken.
const HASH_STEP: usize = 1 << 20;

/// A gradient for each training example, open for scoring.
///
/// A folder as Bergson writes it: `gradients.bin`, a row of numbers for each example, and `info.json`, which names the layers in the order of
/// their columns. The files must not change while the store is open.
pub struct GradientStore {
    shape: Shape,
    map: Mapped,
    /// The squared length of each row in each layer, row after row.
    squares: Vec<f64>,
    /// Their mean in each layer.
    mean_squares: Vec<f64>,
}

/// What a store holds.
#[derive(Debug, Clone, PartialEq)]
pub struct GradientInfo {
    /// Examples.
    pub rows: usize,
    /// Numbers of each.
    pub columns: usize,
    /// How they are written.
    pub number_type: NumberType,
    /// In the order of their columns.
    pub layers: Vec<Layer>,
    /// The mean squared length of a row in each layer: what damping is measured by.
    pub mean_squares: Vec<f64>,
}

impl GradientStore {
    /// Opens the store in a folder. All of it is read once: a number that is none is found here, and the lengths of rows are kept.
    ///
    /// # Errors
    /// A file is missing, its length is not what `info.json` says, or a row holds a number that is not finite: file and row are named.
    pub fn open(folder: &Path, threads: usize, watch: Watch<'_>) -> Result<Self> {
        let shape = Shape::read(folder)?;
        let path = folder.join(GRADIENTS_FILE);
        let map = Mapped::open_in_order(&path)?;
        if map.bytes().len() != shape.bytes() {
            let reason = format!(
                "it has {} bytes; {} rows of {} numbers of {} bytes are {}",
                map.bytes().len(),
                shape.rows,
                shape.columns,
                shape.number_type.bytes(),
                shape.bytes()
            );
            return Err(Error::bad_gradients(&path, reason));
        }
        let mut store = Self { shape, map, squares: Vec::new(), mean_squares: Vec::new() };
        match store.shape.number_type {
            NumberType::Float32 => store.measure::<f32>(&path, threads, watch.brake())?,
            NumberType::Float16 => store.measure::<f16>(&path, threads, watch.brake())?,
            NumberType::Bfloat16 => store.measure::<bf16>(&path, threads, watch.brake())?,
        }
        Ok(store)
    }

    /// What the store holds.
    pub fn info(&self) -> GradientInfo {
        let Shape { rows, columns, ref layers, number_type } = self.shape;
        GradientInfo {
            rows,
            columns,
            number_type,
            layers: layers.clone(),
            mean_squares: self.mean_squares.clone(),
        }
    }

    /// SHA-256 of the store: the name of its number type, its rows, its layers, each layer's name and size, then `gradients.bin`. Names stand behind
    /// their length in bytes; lengths, counts and sizes are u64, little-endian. Other fields of `info.json` and its layout don't matter.
    ///
    /// # Errors
    /// Only when it is stopped.
    pub fn hash(&self, watch: Watch<'_>) -> Result<[u8; 32]> {
        let mut hash = Sha256::new();
        let name = |hash: &mut Sha256, name: &str| {
            hash.update((name.len() as u64).to_le_bytes());
            hash.update(name);
        };
        name(&mut hash, self.shape.number_type.as_str());
        hash.update((self.shape.rows as u64).to_le_bytes());
        hash.update((self.shape.layers.len() as u64).to_le_bytes());
        for layer in &self.shape.layers {
            name(&mut hash, &layer.name);
            hash.update((layer.columns.len() as u64).to_le_bytes());
        }
        for step in self.map.bytes().chunks(HASH_STEP) {
            watch.check()?;
            hash.update(step);
        }
        Ok(hash.finalize().into())
    }

    pub(crate) fn shape(&self) -> &Shape {
        &self.shape
    }

    pub(crate) fn row_bytes(&self, row: usize) -> &[u8] {
        let bytes = self.shape.row_bytes();
        &self.map.bytes()[row * bytes..][..bytes]
    }

    /// A row's numbers. Maps begin at a page and rows at a whole number of numbers, so they are aligned.
    pub(crate) fn row<N: Sums>(&self, row: usize) -> &[N] {
        bytemuck::cast_slice(self.row_bytes(row))
    }

    /// The squared lengths of a row's layers.
    pub(crate) fn squares_of(&self, row: usize) -> &[f64] {
        let layers = self.shape.layers.len();
        &self.squares[row * layers..][..layers]
    }

    pub(crate) fn mean_squares(&self) -> &[f64] {
        &self.mean_squares
    }

    fn measure<N: Sums>(&mut self, path: &Path, threads: usize, brake: Brake<'_>) -> Result<()> {
        let mut squares = Vec::with_capacity(self.shape.rows * self.shape.layers.len());
        let work = |rows: std::ops::Range<usize>| {
            let mut squares = Vec::with_capacity(rows.len() * self.shape.layers.len());
            for row in rows {
                brake.check()?;
                self.measure_row::<N>(row, &mut squares)
                    .map_err(|reason| Error::bad_gradients(path, reason))?;
            }
            Ok(squares)
        };
        in_blocks(self.shape.rows, threads, work, |found| squares.extend(found))?;
        let mut sums = vec![0.0; self.shape.layers.len()];
        for squares in squares.chunks(sums.len()) {
            for (sum, square) in sums.iter_mut().zip(squares) {
                *sum += square;
            }
        }
        self.mean_squares = sums.into_iter().map(|sum| sum / self.shape.rows as f64).collect();
        self.squares = squares;
        Ok(())
    }

    fn measure_row<N: Sums>(&self, row: usize, squares: &mut Vec<f64>) -> std::result::Result<(), String> {
        let numbers = self.row::<N>(row);
        for layer in &self.shape.layers {
            let square = N::square(&numbers[layer.columns.clone()]);
            if !square.is_finite() {
                let name = &layer.name;
                return Err(format!("row {row} holds a number that is not finite, in the layer {name:?}"));
            }
            squares.push(square);
        }
        Ok(())
    }
}
