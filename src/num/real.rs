//! `Real`: the two floats the core is written for.
//!
//! `f32` trains and runs the fast kernels; `f64` checks gradients and runs ndarray's product.

use std::ops::Range;

use ndarray::LinalgScalar;
use num_traits::{Float, NumAssign};

use super::conv::{self, Clip, Map, Sums};
use super::gemm::{self, Epilogue, Matrix, MatrixMut, Panels};
use super::vecmath::{self, AdamStep};

/// A float the core can compute in, with the operations whose fast form depends on the type.
pub trait Real: Float + LinalgScalar + NumAssign + Send + Sync + std::fmt::Debug + std::fmt::Display + 'static {
    fn from_f64(value: f64) -> Self;
    fn from_f32(value: f32) -> Self;
    fn to_f64(self) -> f64;
    fn to_f32(self) -> f32;

    /// See [`gemm::product`].
    fn product(a: Matrix<Self>, b: Panels<Self>, epilogue: Epilogue<Self>, y: MatrixMut<Self>);
    /// See [`gemm::weight_gradient`].
    fn weight_gradient(x: Matrix<Self>, dy_panel: &[Self], dw_panel: &mut [Self]);
    /// See [`gemm::pack_with_sums`].
    fn pack_with_sums(dy: Matrix<Self>, p: usize, panel: &mut [Self], sums: &mut [Self]);
    /// See [`gemm::transpose_block`].
    fn transpose_block(src: &[Self], dst: &mut [Self]);
    /// See [`conv::product`].
    fn convolve(sums: Sums<Self>, clip: Clip<Self>, x: &[Self], y: &mut [Self]);
    /// See [`conv::weight_gradient`].
    fn convolution_gradient(
        map: &Map,
        outputs: Range<usize>,
        x: Matrix<Self>,
        dy: Matrix<Self>,
        dw: &mut [Self],
        db: &mut [Self],
    );
    /// See [`conv::interleave`].
    fn interleave(images: Matrix<Self>, channels: usize, block: &mut [Self]);
    /// See [`conv::separate`].
    fn separate(block: &[Self], channels: usize, images: MatrixMut<Self>);
    /// See [`vecmath::sigmoid`].
    fn sigmoid_all(values: &mut [Self]);
    /// See [`vecmath::tanh`].
    fn tanh_all(values: &mut [Self]);
    /// See [`vecmath::exp`].
    fn exp_all(values: &mut [Self]);
    /// See [`vecmath::log`].
    fn log_all(values: &mut [Self]);
    /// See [`vecmath::softplus`].
    fn softplus_all(values: &mut [Self]);
    /// See [`vecmath::cross_entropy`].
    fn cross_entropy(logits: &[Self], x: &[Self], scale: Self, dlogits: Option<&mut [Self]>) -> Self;
    /// See [`vecmath::squared_error`].
    fn squared_error(mean: &[Self], x: &[Self], scale: Self, dmean: Option<&mut [Self]>) -> Self;
    /// See [`vecmath::adam`].
    fn adam(step: &AdamStep, w: &mut [Self], m: &mut [Self], v: &mut [Self], g: &[Self]);
}

impl Real for f64 {
    fn from_f64(value: f64) -> f64 {
        value
    }
    fn from_f32(value: f32) -> f64 {
        f64::from(value)
    }
    fn to_f64(self) -> f64 {
        self
    }
    fn to_f32(self) -> f32 {
        self as f32
    }
    fn product(a: Matrix<f64>, b: Panels<f64>, epilogue: Epilogue<f64>, y: MatrixMut<f64>) {
        gemm::reference::product(a, b, epilogue, y);
    }
    fn weight_gradient(x: Matrix<f64>, dy_panel: &[f64], dw_panel: &mut [f64]) {
        gemm::reference::weight_gradient(x, dy_panel, dw_panel);
    }
    fn pack_with_sums(dy: Matrix<f64>, p: usize, panel: &mut [f64], sums: &mut [f64]) {
        gemm::naive::pack_with_sums(dy, p, panel, sums);
    }
    fn transpose_block(src: &[f64], dst: &mut [f64]) {
        gemm::naive::transpose_block(src, dst);
    }
    fn convolve(sums: Sums<f64>, clip: Clip<f64>, x: &[f64], y: &mut [f64]) {
        conv::naive::product(sums, clip, x, y);
    }
    fn convolution_gradient(
        map: &Map,
        outputs: Range<usize>,
        x: Matrix<f64>,
        dy: Matrix<f64>,
        dw: &mut [f64],
        db: &mut [f64],
    ) {
        conv::naive::weight_gradient(map, outputs, x, dy, dw, db);
    }
    fn interleave(images: Matrix<f64>, channels: usize, block: &mut [f64]) {
        conv::naive::interleave(images, channels, block);
    }
    fn separate(block: &[f64], channels: usize, images: MatrixMut<f64>) {
        conv::naive::separate(block, channels, images);
    }
    fn sigmoid_all(values: &mut [f64]) {
        vecmath::reference::sigmoid(values);
    }
    fn tanh_all(values: &mut [f64]) {
        vecmath::reference::tanh(values);
    }
    fn exp_all(values: &mut [f64]) {
        vecmath::reference::exp(values);
    }
    fn log_all(values: &mut [f64]) {
        vecmath::reference::log(values);
    }
    fn softplus_all(values: &mut [f64]) {
        vecmath::reference::softplus_all(values);
    }
    fn cross_entropy(logits: &[f64], x: &[f64], scale: f64, dlogits: Option<&mut [f64]>) -> f64 {
        vecmath::reference::cross_entropy(logits, x, scale, dlogits)
    }
    fn squared_error(mean: &[f64], x: &[f64], scale: f64, dmean: Option<&mut [f64]>) -> f64 {
        vecmath::reference::squared_error(mean, x, scale, dmean)
    }
    fn adam(step: &AdamStep, w: &mut [f64], m: &mut [f64], v: &mut [f64], g: &[f64]) {
        vecmath::reference::adam(step, w, m, v, g);
    }
}

impl Real for f32 {
    fn from_f64(value: f64) -> f32 {
        value as f32
    }
    fn from_f32(value: f32) -> f32 {
        value
    }
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
    fn to_f32(self) -> f32 {
        self
    }
    fn product(a: Matrix<f32>, b: Panels<f32>, epilogue: Epilogue<f32>, y: MatrixMut<f32>) {
        gemm::fast::product(a, b, epilogue, y);
    }
    fn weight_gradient(x: Matrix<f32>, dy_panel: &[f32], dw_panel: &mut [f32]) {
        gemm::fast::weight_gradient(x, dy_panel, dw_panel);
    }
    fn pack_with_sums(dy: Matrix<f32>, p: usize, panel: &mut [f32], sums: &mut [f32]) {
        gemm::packing::pack_with_sums(dy, p, panel, sums);
    }
    fn transpose_block(src: &[f32], dst: &mut [f32]) {
        gemm::packing::transpose_block(src, dst);
    }
    fn convolve(sums: Sums<f32>, clip: Clip<f32>, x: &[f32], y: &mut [f32]) {
        conv::fast::product(sums, clip, x, y);
    }
    fn convolution_gradient(
        map: &Map,
        outputs: Range<usize>,
        x: Matrix<f32>,
        dy: Matrix<f32>,
        dw: &mut [f32],
        db: &mut [f32],
    ) {
        conv::fast::weight_gradient(map, outputs, x, dy, dw, db);
    }
    fn interleave(images: Matrix<f32>, channels: usize, block: &mut [f32]) {
        conv::packing::interleave(images, channels, block);
    }
    fn separate(block: &[f32], channels: usize, images: MatrixMut<f32>) {
        conv::packing::separate(block, channels, images);
    }
    fn sigmoid_all(values: &mut [f32]) {
        vecmath::elementwise::sigmoid(values);
    }
    fn tanh_all(values: &mut [f32]) {
        vecmath::elementwise::tanh(values);
    }
    fn exp_all(values: &mut [f32]) {
        vecmath::elementwise::exp(values);
    }
    fn log_all(values: &mut [f32]) {
        vecmath::elementwise::log(values);
    }
    fn softplus_all(values: &mut [f32]) {
        vecmath::elementwise::softplus(values);
    }
    fn cross_entropy(logits: &[f32], x: &[f32], scale: f32, dlogits: Option<&mut [f32]>) -> f32 {
        vecmath::cross_entropy::cross_entropy(logits, x, scale, dlogits)
    }
    fn squared_error(mean: &[f32], x: &[f32], scale: f32, dmean: Option<&mut [f32]>) -> f32 {
        vecmath::squared_error::squared_error(mean, x, scale, dmean)
    }
    fn adam(step: &AdamStep, w: &mut [f32], m: &mut [f32], v: &mut [f32], g: &[f32]) {
        vecmath::adam::adam(step, w, m, v, g);
    }
}
