//! The objective: `loss = (1/B) Σ_B (reconstruction + β · KL)`, and its gradient; for a plain autoencoder the
//! reconstruction alone. Of several samples an image it is `importance.rs`'s.
//!
//! `−ELBO = −E_q[log p(x|z)] + KL(q(z|x) ‖ p(z))` (Kingma & Welling 2014, equation 3), with one sample of z an image.
//! ε is an argument (a buffer of the workspace), so that the loss is a deterministic function.
//!
//! With free bits the KL term is `Σ_Z max(λ, (1/B) Σ_B KL_j)` (Kingma et al. 2016, appendix C.8, a latent dimension as a
//! group): where the batch's mean KL of a dimension is at most λ, it has no gradient. The terms that are told are those
//! without.

use std::ops::Range;

use super::bound::MAX_SAMPLES;
use super::phase::Pass;
use super::{Bound, CheckedOptions, TermSums, Terms, TrainWorkspace};
use crate::model::{Autoencoder, Family, MAX_LATENT, Model, Workspace, kl_nats, latent_gradient};
use crate::num::{Real, Shared};

/// The constants of one step's loss.
#[derive(Clone, Copy, Debug)]
pub struct Objective<T> {
    pub bound: Bound,
    /// Images of the batch, B.
    pub images: usize,
    /// Weight of an image, 1/B.
    pub image_weight: T,
    /// Of this step.
    pub beta: T,
    /// λ, nats of a latent dimension.
    pub free_bits: f64,
}

/// KL of row `r` from the head and σ left by the latent pass.
fn kl_of_row<T: Real>(wiring: &Autoencoder, ws: &Workspace<T>, r: usize) -> T {
    match wiring.spec().family {
        Family::Ae => T::zero(),
        Family::Vae => {
            let (mu, logvar) = ws.head().row(r).split_at(wiring.spec().latent);
            let mut variance = [T::zero(); MAX_LATENT];
            let variance = &mut variance[..mu.len()];
            for (v, &sigma) in variance.iter_mut().zip(ws.sigma.row(r)) {
                *v = sigma * sigma;
            }
            kl_nats(mu, logvar, variance)
        }
    }
}

impl<T: Real> Objective<T> {
    /// Of step `step` = 1, 2, … on a batch of `images`.
    pub fn of(options: &CheckedOptions, images: usize, step: u64) -> Self {
        let (image_weight, beta) = (1.0 / images as f64, options.beta_at(step));
        let (image_weight, beta) = (T::from_f64(image_weight), T::from_f64(beta));
        Objective { bound: options.bound, images, image_weight, beta, free_bits: options.free_bits }
    }

    /// A pass over batch rows `rows`, of which x and ε are filled: leaves each image's terms and the gradients of every
    /// op's output. Whether all of its terms are finite.
    ///
    /// # Safety
    /// Nobody else uses those rows of `ws` meanwhile.
    pub unsafe fn rows(
        &self,
        pass: Pass,
        model: &Model<T>,
        transposed: &Shared<T>,
        ws: &TrainWorkspace<T>,
        rows: Range<usize>,
    ) -> bool {
        // SAFETY, here and below: the caller's promise.
        let finite = pass == Pass::Encoder || unsafe { self.terms(model, transposed.all(), ws, rows.clone()) };
        if pass != Pass::Terms {
            unsafe { self.encoder(model, transposed.all(), ws, rows) };
        }
        finite
    }

    /// Forward, the terms, and backward to z: of every sample.
    ///
    /// # Safety
    /// As [`Self::rows`].
    unsafe fn terms(&self, model: &Model<T>, transposed: &[T], ws: &TrainWorkspace<T>, rows: Range<usize>) -> bool {
        let (wiring, params, f, k) = (&model.wiring, model.params(), &ws.forward, self.bound.samples());
        let samples = rows.start * k..rows.end * k;
        // SAFETY, here and below: the rows are the caller's alone; each call writes buffers it does not read.
        unsafe {
            wiring.encode(params, f.x.matrix(rows.clone()), f, rows.clone());
            wiring.latent(f, rows.clone());
            wiring.decode(params, f.z.matrix(samples.clone()), f, samples.clone());
        }
        let likelihood = wiring.likelihood(params);
        let (recon, kl) = unsafe { (ws.recon.slice_mut(rows.clone()), ws.kl.slice_mut(rows.clone())) };
        let share = T::from_f64(1.0 / k as f64);
        let mut finite = true;
        for (i, r) in rows.enumerate() {
            let (mut nats, mut log_p) = (T::zero(), [0.0; MAX_SAMPLES]);
            for (s, log_p) in (r * k..(r + 1) * k).zip(&mut log_p) {
                let (doutput, dlog_sd) = unsafe { (f.decoder.d_output().row_mut(s), ws.dlog_sd.row_mut(s)) };
                let score = likelihood.score(f.output().row(s), f.x.row(r), self.image_weight, Some(doutput));
                dlog_sd[0] = self.image_weight * score.dlog_sd;
                nats += score.nats;
                *log_p = -score.nats.to_f64();
            }
            (recon[i], kl[i]) = (nats * share, kl_of_row(wiring, f, r));
            finite &= recon[i].is_finite() && kl[i].is_finite();
            finite &= match self.bound {
                Bound::Elbo => true,
                // SAFETY: as above.
                Bound::Iwae { k } => unsafe { self.weigh(wiring.spec().family, ws, r, &mut log_p[..k]) },
            };
        }
        // SAFETY: as above.
        unsafe { wiring.decoder.backward(transposed, &f.decoder, Some(&ws.dz), samples) };
        finite
    }

    /// Backward from z to the encoder's first layer.
    ///
    /// # Safety
    /// As [`Self::rows`].
    unsafe fn encoder(&self, model: &Model<T>, transposed: &[T], ws: &TrainWorkspace<T>, rows: Range<usize>) {
        let (wiring, f) = (&model.wiring, &ws.forward);
        let mut weights = [self.image_weight * self.beta; MAX_LATENT];
        let weights = &mut weights[..wiring.spec().latent];
        if self.free_bits > 0.0 {
            self.free(f, weights);
        }
        for r in rows.clone() {
            // SAFETY: the rows are the caller's alone.
            let dhead = unsafe { f.encoder.d_output().row_mut(r) };
            match (wiring.spec().family, self.bound) {
                (Family::Vae, Bound::Elbo) => {
                    let (head, epsilon) = (f.head().row(r), f.epsilon.row(r));
                    latent_gradient(head, epsilon, f.sigma.row(r), ws.dz.row(r), weights, dhead);
                }
                (Family::Vae, Bound::Iwae { k }) => self.head_gradient(ws, r, k, dhead),
                (Family::Ae, Bound::Elbo) => dhead.copy_from_slice(ws.dz.row(r)),
                (Family::Ae, Bound::Iwae { .. }) => unreachable!("a code that is not drawn has no samples"),
            }
        }
        // SAFETY: as above.
        unsafe { wiring.encoder.backward(transposed, &f.encoder, None, rows) };
    }

    /// Takes the weight of the KL from the dimensions that have it for nothing: every thread by itself, over the whole batch
    /// in order.
    fn free(&self, f: &Workspace<T>, weights: &mut [T]) {
        let latent = weights.len();
        for (j, weight) in weights.iter_mut().enumerate() {
            let mut sum = 0.0;
            for r in 0..self.images {
                let (mu, logvar) = f.head().row(r).split_at(latent);
                let sigma = f.sigma.row(r)[j];
                sum += kl_nats(&mu[j..=j], &logvar[j..=j], &[sigma * sigma]).to_f64();
            }
            if sum <= self.free_bits * self.images as f64 {
                *weight = T::zero();
            }
        }
    }
}

/// The terms of the first `images` rows of `ws`, of which x and ε are filled, added up over images.
pub fn evaluate<T: Real>(model: &Model<T>, ws: &mut Workspace<T>, images: usize) -> TermSums {
    let (wiring, params) = (&model.wiring, model.params());
    // SAFETY: `ws` is borrowed exclusively.
    unsafe {
        wiring.encode(params, ws.x.matrix(0..images), ws, 0..images);
        wiring.latent(ws, 0..images);
        wiring.decode(params, ws.z.matrix(0..images), ws, 0..images);
    }
    let likelihood = wiring.likelihood(params);
    let mut sums = Terms::default();
    for r in 0..images {
        let score = likelihood.score(ws.output().row(r), ws.x.row(r), T::one(), None);
        sums += Terms { recon_nats: score.nats.to_f64(), kl_nats: kl_of_row(wiring, ws, r).to_f64() };
    }
    TermSums { images, sums }
}
