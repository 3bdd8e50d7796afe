//! The products as three plain loops: simple, slow, correct. The oracle of every other version.

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
