//! How grey levels become a model's inputs.

use rand_chacha::ChaCha8Rng;

use crate::num::Real;
use crate::num::rng::uniform;
use crate::plain::{self, FromPlain, Problem, Value};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pixels {
    /// As they are, in [0, 1]. Under a Bernoulli likelihood the loss is then a cross-entropy.
    #[default]
    Grey,
    /// Ink from one half on.
    Threshold,
    /// Ink with the grey value as its probability, drawn anew each time an image is used for training (Burda, Grosse &
    /// Salakhutdinov 2016, section 5); for everything that is looked at, one fixed draw an image.
    Drawn,
}

impl Pixels {
    const ALL: [Pixels; 3] = [Pixels::Grey, Pixels::Threshold, Pixels::Drawn];

    pub fn name(self) -> &'static str {
        match self {
            Pixels::Grey => "grey",
            Pixels::Threshold => "threshold",
            Pixels::Drawn => "drawn",
        }
    }

    /// Makes grey values x (I) in [0, 1] the model's inputs, in place. `rng` is asked for where there is chance.
    pub fn apply<T: Real>(self, x: &mut [T], rng: impl FnOnce() -> ChaCha8Rng) {
        let ink = |yes| if yes { T::one() } else { T::zero() };
        match self {
            Pixels::Grey => {}
            Pixels::Threshold => x.iter_mut().for_each(|x| *x = ink(x.to_f64() >= 0.5)),
            Pixels::Drawn => {
                let mut rng = rng();
                x.iter_mut().for_each(|x| *x = ink(uniform(&mut rng) < x.to_f64()));
            }
        }
    }
}

impl FromPlain for Pixels {
    fn from_plain(value: &Value) -> Result<Pixels, Problem> {
        plain::choice(value, &Self::ALL.map(|pixels| (pixels.name(), pixels)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::rng::Stream;

    #[test]
    fn do_drawn_pixels_have_the_grey_value_as_their_mean() {
        let grey = [0.0, 0.1, 0.5, 0.9, 1.0];
        let mut ink = [0u32; 5];
        let rounds = 4000;
        for index in 0..rounds {
            let mut x = grey;
            Pixels::Drawn.apply(&mut x, || Stream::Pixels.at(7, index));
            assert!(x.iter().all(|&x| x == 0.0 || x == 1.0));
            (0..5).for_each(|i| ink[i] += u32::from(x[i] == 1.0));
        }
        for (&grey, &ink) in grey.iter().zip(&ink) {
            // The largest standard error of such a share is 0.008.
            assert!((f64::from(ink) / rounds as f64 - grey).abs() < 0.032, "{ink} of {rounds} at {grey}");
        }
        assert_eq!((ink[0], ink[4]), (0, rounds as u32));
    }

    #[test]
    fn the_threshold_is_one_half() {
        let mut x = [0.0f32, 0.49, 0.5, 1.0];
        Pixels::Threshold.apply(&mut x, || unreachable!("nothing is drawn"));
        assert_eq!(x, [0.0, 0.0, 1.0, 1.0]);
    }
}
