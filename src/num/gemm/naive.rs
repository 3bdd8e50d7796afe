//! The products and the packing as plain loops: simple, slow, correct. The oracle of every other version.

use super::{Epilogue, Matrix, MatrixMut, PANEL, Panels, Real, padded};

/// See [`super::product`].
pub fn product<T: Real>(a: Matrix<T>, b: Panels<T>, epilogue: Epilogue<T>, y: MatrixMut<T>) {
    for r in 0..y.rows {
        for c in 0..padded(y.cols) {
            let panel = b.panel(c / PANEL);
            let mut acc = T::zero();
            for k in 0..b.rows {
                acc += a.data[r * a.stride + k] * panel[k * PANEL + c % PANEL];
            }
            y.data[r * y.stride + c] = match epilogue {
                Epilogue::None => acc,
                Epilogue::Bias(bias) => acc + bias[c],
                Epilogue::BiasRelu(bias) => {
                    let value = acc + bias[c];
                    // Not `max`: a NaN has to stay one.
                    if value < T::zero() { T::zero() } else { value }
                }
                Epilogue::ReluMask(of) if of.data[r * of.stride + c] > T::zero() => acc,
                Epilogue::ReluMask(_) => T::zero(),
            };
        }
    }
}

/// See [`super::weight_gradient`].
pub fn weight_gradient<T: Real>(x: Matrix<T>, dy_panel: &[T], dw_panel: &mut [T]) {
    for i in 0..x.cols {
        for c in 0..PANEL {
            let mut acc = T::zero();
            for r in 0..x.rows {
                acc += x.data[r * x.stride + i] * dy_panel[r * PANEL + c];
            }
            dw_panel[i * PANEL + c] = acc;
        }
    }
}

/// See [`super::pack_with_sums`].
pub fn pack_with_sums<T: Real>(dy: Matrix<T>, p: usize, panel: &mut [T], sums: &mut [T]) {
    sums.fill(T::zero());
    for (r, packed) in panel.chunks_exact_mut(PANEL).enumerate() {
        packed.copy_from_slice(&dy.data[r * dy.stride + p * PANEL..][..PANEL]);
        for (sum, &value) in sums.iter_mut().zip(packed.iter()) {
            *sum += value;
        }
    }
}

/// See [`super::transpose_block`].
pub fn transpose_block<T: Real>(src: &[T], dst: &mut [T]) {
    let rows = src.len() / PANEL;
    for (c, out) in dst.chunks_exact_mut(PANEL).take(PANEL).enumerate() {
        for (r, value) in out.iter_mut().enumerate() {
            *value = if r < rows { src[r * PANEL + c] } else { T::zero() };
        }
    }
}
