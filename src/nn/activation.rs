//! Activations, elementwise: `y = f(v)`, with the gradient written in terms of the output y.

use crate::num::{Real, vecmath};
use crate::plain::{self, FromPlain, Problem, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// `max(v, 0)`; gradient `dv = dy where y > 0`
    Relu,
    /// `tanh v`; gradient `dv = dy · (1 − y²)`
    Tanh,
    /// `1 / (1 + e^−v)`; gradient `dv = dy · y · (1 − y)`
    Sigmoid,
}

impl Activation {
    const ALL: [Activation; 3] = [Activation::Relu, Activation::Tanh, Activation::Sigmoid];

    pub fn name(self) -> &'static str {
        match self {
            Activation::Relu => "relu",
            Activation::Tanh => "tanh",
            Activation::Sigmoid => "sigmoid",
        }
    }

    /// Applies the activation in place.
    pub fn apply<T: Real>(self, values: &mut [T]) {
        match self {
            // Not `max`: a NaN has to stay one.
            Activation::Relu => values.iter_mut().filter(|v| **v < T::zero()).for_each(|v| *v = T::zero()),
            Activation::Tanh => vecmath::tanh(values),
            Activation::Sigmoid => vecmath::sigmoid(values),
        }
    }

    /// Turns dy into dv in place; y is the activation's output. Both of one length.
    pub fn backward<T: Real>(self, y: &[T], dy: &mut [T]) {
        let one = T::one();
        match self {
            Activation::Relu => {
                for (d, &y) in dy.iter_mut().zip(y) {
                    *d = if y > T::zero() { *d } else { T::zero() };
                }
            }
            Activation::Tanh => dy.iter_mut().zip(y).for_each(|(d, &y)| *d *= one - y * y),
            Activation::Sigmoid => dy.iter_mut().zip(y).for_each(|(d, &y)| *d *= y * (one - y)),
        }
    }
}

impl FromPlain for Activation {
    fn from_plain(value: &Value) -> Result<Activation, Problem> {
        plain::choice(value, &Self::ALL.map(|activation| (activation.name(), activation)))
    }
}
