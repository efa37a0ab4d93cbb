//! What a gradient store says about itself: `info.json` as Bergson writes it.

use std::fmt;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::error::{Error, Result, unreadable};

/// The file that describes a store.
pub(crate) const INFO_FILE: &str = "info.json";

/// A description of more layers than any model has is no description.
const MAX_INFO_BYTES: u64 = 16 << 20;

/// How the numbers of a store are written, little-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberType {
    /// IEEE 754 binary32.
    Float32,
    /// IEEE 754 binary16.
    Float16,
    /// The upper half of a binary32.
    Bfloat16,
}

impl NumberType {
    /// The name that `info.json` has for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Float32 => "float32",
            Self::Float16 => "float16",
            Self::Bfloat16 => "bfloat16",
        }
    }

    /// Bytes of one number.
    pub fn bytes(self) -> usize {
        match self {
            Self::Float32 => 4,
            Self::Float16 | Self::Bfloat16 => 2,
        }
    }

    /// By its name, or by the code that numpy has for it: Bergson before 0.5.1 wrote that. There is none for bfloat16: numpy calls it any two bytes.
    fn named(name: &str) -> Option<Self> {
        match name {
            "float32" | "<f4" => Some(Self::Float32),
            "float16" | "<f2" => Some(Self::Float16),
            "bfloat16" => Some(Self::Bfloat16),
            _ => None,
        }
    }
}

/// One adapted module: a range of columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Its name in the store.
    pub name: String,
    /// Its columns.
    pub columns: Range<usize>,
}

/// The shape of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) layers: Vec<Layer>,
    pub(crate) number_type: NumberType,
}

impl Shape {
    /// Reads and checks a store's description.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(INFO_FILE);
        let mut text = Vec::new();
        let file = std::fs::File::open(&path).map_err(unreadable(&path))?;
        file.take(MAX_INFO_BYTES + 1).read_to_end(&mut text).map_err(unreadable(&path))?;
        if text.len() as u64 > MAX_INFO_BYTES {
            return Err(Error::bad_gradients(&path, format!("it has more than {MAX_INFO_BYTES} bytes")));
        }
        let info: Info = serde_json::from_slice(&text).map_err(|fault| {
            Error::bad_gradients(&path, format!("it is no description of gradients: {fault}"))
        })?;
        Self::checked(info).map_err(|reason| Error::bad_gradients(&path, reason))
    }

    /// The bytes that `gradients.bin` has to have.
    pub(crate) fn bytes(&self) -> usize {
        self.rows * self.row_bytes()
    }

    pub(crate) fn row_bytes(&self) -> usize {
        self.columns * self.number_type.bytes()
    }

    fn checked(info: Info) -> std::result::Result<Self, String> {
        if info.attribute_tokens {
            return Err("its rows are tokens, not examples".into());
        }
        let Some(number_type) = NumberType::named(&info.base_dtype) else {
            return Err(format!(
                "base_dtype is {:?}; it must be float32, float16, bfloat16, <f4 or <f2",
                info.base_dtype
            ));
        };
        let rows =
            u32::try_from(info.num_grads).map_err(|_| "num_grads is above 4294967295".to_owned())? as usize;
        if rows == 0 {
            return Err("num_grads is 0: there is nothing to score".into());
        }
        let (layers, columns) = lay_out(info.grad_sizes.0)?;
        if columns.checked_mul(number_type.bytes()).and_then(|row| row.checked_mul(rows)).is_none() {
            return Err("num_grads times grad_sizes is more than a file can hold".into());
        }
        Ok(Self { rows, columns, layers, number_type })
    }
}

fn lay_out(sizes: Vec<(String, u64)>) -> std::result::Result<(Vec<Layer>, usize), String> {
    let mut layers: Vec<Layer> = Vec::with_capacity(sizes.len());
    let mut names = std::collections::HashSet::new();
    let mut columns = 0_usize;
    for (name, size) in sizes {
        if !names.insert(name.clone()) {
            return Err(format!("grad_sizes names {name:?} twice"));
        }
        let size = usize::try_from(size).ok().filter(|size| (1..=u32::MAX as usize).contains(size));
        let size =
            size.ok_or_else(|| format!("grad_sizes gives {name:?} a size that is not 1 to 4294967295"))?;
        let end = columns.checked_add(size).ok_or("grad_sizes is too large")?;
        layers.push(Layer { name, columns: columns..end });
        columns = end;
    }
    match layers.is_empty() {
        true => Err("grad_sizes names no layer".into()),
        false => Ok((layers, columns)),
    }
}

/// Fields we don't know are no business of ours: trainers add some with each version.
#[derive(Deserialize)]
struct Info {
    num_grads: u64,
    grad_sizes: Sizes,
    base_dtype: String,
    #[serde(default)]
    attribute_tokens: bool,
}

/// The order of names is the order of columns, so no map may hold them.
struct Sizes(Vec<(String, u64)>);

impl<'de> Deserialize<'de> for Sizes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        from.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Sizes;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object of layer sizes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Sizes, A::Error> {
        let mut sizes = Vec::new();
        while let Some(entry) = map.next_entry()? {
            sizes.push(entry);
        }
        Ok(Sizes(sizes))
    }
}
