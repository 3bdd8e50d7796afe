//! What a variational model's loss bounds log p(x) by.

/// Samples of z an image, at most.
pub const MAX_SAMPLES: usize = 64;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bound {
    /// One sample of z an image, the KL term in closed form.
    #[default]
    Elbo,
    /// `log (1/K) Σ_k p(x, z_k) / q(z_k|x)` of k = 2 or more samples (Burda et al. 2016): tighter the more there are.
    Iwae { k: usize },
}

impl Bound {
    /// Of so many samples an image: of one it is the ELBO.
    pub fn of(samples: usize) -> Bound {
        if samples == 1 { Bound::Elbo } else { Bound::Iwae { k: samples } }
    }

    /// Samples of z an image, K.
    pub fn samples(self) -> usize {
        match self {
            Bound::Elbo => 1,
            Bound::Iwae { k } => k,
        }
    }
}
