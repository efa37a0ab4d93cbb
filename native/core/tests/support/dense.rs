//! Influence by dense algebra in plain doubles: matrices written out, no trick. Each value comes with the size of what was added for it.

/// A layer's rows.
pub type Rows = Vec<Vec<f64>>;
pub type Layers = Vec<Rows>;

pub struct Answer {
    pub values: Vec<f64>,
    pub sizes: Vec<f64>,
}

/// Cuts rows into layers.
pub fn split(rows: &[Vec<f64>], sizes: &[usize]) -> Layers {
    let mut start = 0;
    let cut = |size: &usize| {
        start += size;
        rows.iter().map(|row| row[start - size..start].to_vec()).collect()
    };
    sizes.iter().map(cut).collect()
}

/// Puts layers together.
pub fn join(layers: &Layers) -> Rows {
    (0..layers[0].len()).map(|row| layers.iter().flat_map(|layer| layer[row].clone()).collect()).collect()
}

pub fn sum(answers: &[Answer]) -> Answer {
    let total = |of: fn(&Answer) -> &Vec<f64>| {
        (0..of(&answers[0]).len()).map(|row| answers.iter().map(|answer| of(answer)[row]).sum()).collect()
    };
    Answer { values: total(|answer| &answer.values), sizes: total(|answer| &answer.sizes) }
}

fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn length(vector: &[f64]) -> f64 {
    product(vector, vector).sqrt()
}

fn lambda(rows: &Rows, damping: f64) -> f64 {
    let mean = rows.iter().map(|row| product(row, row)).sum::<f64>() / rows.len() as f64;
    damping * mean / rows[0].len() as f64
}

pub fn dot(rows: &Rows, query: &[f64]) -> Answer {
    Answer {
        values: rows.iter().map(|row| product(row, query)).collect(),
        sizes: rows.iter().map(|row| length(row) * length(query)).collect(),
    }
}

pub fn cosine(rows: &Rows, query: &[f64]) -> Answer {
    let cosine = |row: &Vec<f64>| match length(row) * length(query) {
        0.0 => 0.0,
        lengths => product(row, query) / lengths,
    };
    Answer { values: rows.iter().map(cosine).collect(), sizes: vec![1.0; rows.len()] }
}

/// I(k) = -v (1/n sum of (λ + g gᵀ)⁻¹) g_k, the inverses taken as matrices.
pub fn datainf(rows: &Rows, query: &[f64], damping: f64) -> Answer {
    let (lambda, columns) = (lambda(rows, damping), query.len());
    if lambda == 0.0 {
        return nothing(rows);
    }
    let mut mean = vec![vec![0.0; columns]; columns];
    for row in rows {
        let damped = (0..columns)
            .map(|i| (0..columns).map(|j| row[i] * row[j] + if i == j { lambda } else { 0.0 }).collect());
        for (sums, values) in mean.iter_mut().zip(inverse(damped.collect())) {
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += value / rows.len() as f64;
            }
        }
    }
    let turned: Vec<f64> = mean.iter().map(|row| product(row, query)).collect();
    Answer {
        values: rows.iter().map(|row| -product(row, &turned)).collect(),
        sizes: rows.iter().map(|row| length(row) * length(query) / lambda).collect(),
    }
}

/// The same as the paper writes it, for layers of so many columns that no matrix of them can be inverted.
pub fn datainf_by_rows(rows: &Rows, query: &[f64], damping: f64) -> Answer {
    let lambda = lambda(rows, damping);
    let mut turned: Vec<f64> = query.iter().map(|value| -value).collect();
    for row in rows {
        let factor = product(row, query) / (lambda + product(row, row)) / rows.len() as f64;
        turned.iter_mut().zip(row).for_each(|(sum, value)| *sum += factor * value);
    }
    Answer {
        values: rows.iter().map(|row| product(row, &turned) / lambda).collect(),
        sizes: rows.iter().map(|row| length(row) * length(query) / lambda).collect(),
    }
}

/// n (G Gᵀ + nλ)⁻¹ G v, for layers of more columns than rows.
pub fn fisher_by_rows(rows: &Rows, query: &[f64], damping: f64) -> Answer {
    let (lambda, count) = (lambda(rows, damping), rows.len() as f64);
    let mut matrix: Rows =
        rows.iter().map(|row| rows.iter().map(|other| product(row, other)).collect()).collect();
    matrix.iter_mut().enumerate().for_each(|(at, row)| row[at] += count * lambda);
    let products: Vec<f64> = rows.iter().map(|row| product(row, query)).collect();
    Answer {
        values: inverse(matrix).iter().map(|row| count * product(row, &products)).collect(),
        sizes: rows.iter().map(|row| length(row) * length(query) / lambda).collect(),
    }
}

/// s(k) = g_k (1/n sum of g gᵀ + λ)⁻¹ v, in columns, where the engine works in rows.
pub fn fisher(rows: &Rows, query: &[f64], damping: f64) -> Answer {
    let (lambda, columns) = (lambda(rows, damping), query.len());
    if lambda == 0.0 {
        return nothing(rows);
    }
    let entry = |i: usize, j: usize| {
        let sum: f64 = rows.iter().map(|row| row[i] * row[j]).sum();
        sum / rows.len() as f64 + if i == j { lambda } else { 0.0 }
    };
    let matrix = (0..columns).map(|i| (0..columns).map(|j| entry(i, j)).collect()).collect();
    let turned: Vec<f64> = inverse(matrix).iter().map(|row| product(row, query)).collect();
    Answer {
        values: rows.iter().map(|row| product(row, &turned)).collect(),
        sizes: rows.iter().map(|row| length(row) * length(query) / lambda).collect(),
    }
}

fn nothing(rows: &Rows) -> Answer {
    Answer { values: vec![0.0; rows.len()], sizes: vec![0.0; rows.len()] }
}

/// Gauss and Jordan, the largest pivot first.
fn inverse(mut matrix: Rows) -> Rows {
    let size = matrix.len();
    for (at, row) in matrix.iter_mut().enumerate() {
        row.extend((0..size).map(|column| if column == at { 1.0 } else { 0.0 }));
    }
    for at in 0..size {
        let pivot = (at..size).max_by(|a, b| matrix[*a][at].abs().total_cmp(&matrix[*b][at].abs())).unwrap();
        matrix.swap(at, pivot);
        let scale = matrix[at][at];
        matrix[at].iter_mut().for_each(|value| *value /= scale);
        let pivot = matrix[at].clone();
        for (_, row) in matrix.iter_mut().enumerate().filter(|(other, _)| *other != at) {
            let factor = row[at];
            row.iter_mut().zip(&pivot).for_each(|(value, pivot)| *value -= factor * pivot);
        }
    }
    matrix.into_iter().map(|row| row[size..].to_vec()).collect()
}
