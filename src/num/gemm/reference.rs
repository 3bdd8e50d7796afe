//! The products through ndarray: what `f64` uses for gradient checks.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, ShapeBuilder};

use super::{Epilogue, Matrix, MatrixMut, PANEL, Panels, Real, padded};

fn view<'a, T>(m: &Matrix<'a, T>) -> ArrayView2<'a, T> {
    ArrayView2::from_shape((m.rows, m.cols).strides((m.stride, 1)), m.data).expect("checked by Matrix::new")
}

/// See [`super::product`].
pub fn product<T: Real>(a: Matrix<T>, b: Panels<T>, epilogue: Epilogue<T>, y: MatrixMut<T>) {
    let shape = (y.rows, padded(y.cols)).strides((y.stride, 1));
    let mut out = ArrayViewMut2::from_shape(shape, &mut *y.data).expect("checked by MatrixMut::new");
    for (p, mut columns) in out.axis_chunks_iter_mut(ndarray::Axis(1), PANEL).enumerate() {
        let panel = ArrayView2::from_shape((b.rows, PANEL), b.panel(p)).expect("a panel");
        general_mat_mul(T::one(), &view(&a), &panel, T::zero(), &mut columns);
    }
    for (r, mut row) in out.rows_mut().into_iter().enumerate() {
        for (c, value) in row.iter_mut().enumerate() {
            *value = match epilogue {
                Epilogue::None => *value,
                Epilogue::Bias(bias) => *value + bias[c],
                // Not `max`: a NaN has to stay one.
                Epilogue::BiasRelu(bias) if *value + bias[c] < T::zero() => T::zero(),
                Epilogue::BiasRelu(bias) => *value + bias[c],
                Epilogue::ReluMask(of) if of.data[r * of.stride + c] > T::zero() => *value,
                Epilogue::ReluMask(_) => T::zero(),
            };
        }
    }
}

/// See [`super::weight_gradient`].
pub fn weight_gradient<T: Real>(x: Matrix<T>, dy_panel: &[T], dw_panel: &mut [T]) {
    let dy = ArrayView2::from_shape((x.rows, PANEL), dy_panel).expect("a panel");
    let mut dw = ArrayViewMut2::from_shape((x.cols, PANEL), dw_panel).expect("a panel");
    general_mat_mul(T::one(), &view(&x).t(), &dy, T::zero(), &mut dw);
}
