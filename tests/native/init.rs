//! How weights start: the spreads of PyTorch's `nn.init`, and what each is for.

use vae_lab::model::{Body, Family, Init, Likelihood, Model, ModelSpec};
use vae_lab::nn::Activation;
use vae_lab::num::rng::{Stream, uniform};

use super::support::{conv, dense};

fn model(body: Body, init: Init) -> Model<f64> {
    let spec = ModelSpec { family: Family::Vae, height: 28, width: 28, body, init, ..ModelSpec::digits8x8() };
    Model::initial(spec.check().unwrap(), 5)
}

fn largest(model: &Model<f64>, name: &str) -> f64 {
    let span = model.wiring.layout().span(name).unwrap();
    span.values(model.params()).fold(0.0, |largest: f64, value| largest.max(value.abs()))
}

/// The bounds of `kaiming_uniform_(w, nonlinearity="relu")` and `xavier_uniform_(w)` in PyTorch, whose count of a transposed
/// convolution's inputs is (16, 3, 3).
#[test]
fn are_the_spreads_those_of_pytorch() {
    let of =
        |fan_in: f64, fan_out: f64| [1.0 / fan_in.sqrt(), (6.0 / fan_in).sqrt(), (6.0 / (fan_in + fan_out)).sqrt()];
    let layers = [
        (dense(&[400], Activation::Relu), "encoder.0", of(784.0, 400.0), [0.035714, 0.087482, 0.071187]),
        (conv(&[16, 32]), "encoder.2", of(144.0, 288.0), [0.083333, 0.204124, 0.117851]),
        (conv(&[16, 32]), "decoder.3", of(144.0, 288.0), [0.083333, 0.204124, 0.117851]),
    ];
    for (body, layer, bounds, printed) in layers {
        for ((init, bound), printed) in Init::ALL.into_iter().zip(bounds).zip(printed) {
            assert!((bound - printed).abs() < 1e-6, "{bound}, and PyTorch {printed}");
            let model = model(body.clone(), init);
            let found = largest(&model, &format!("{layer}.weight"));
            assert!(found <= bound && found > 0.99 * bound, "{init:?} {layer}: {found} for {bound}");
            let bias = largest(&model, &format!("{layer}.bias"));
            match init {
                Init::Pytorch => assert!(bias > 0.5 * bound && bias <= bound),
                Init::He | Init::Glorot => assert_eq!(bias, 0.0, "{init:?} {layer}"),
            }
        }
    }
}

/// He, Zhang, Ren & Sun 2015: behind any number of ReLU layers the mean square of what goes in stays; with PyTorch's default it
/// is a sixth a layer.
#[test]
fn does_hes_start_keep_the_size_of_what_goes_through_relu_layers() {
    let mean_square = |init: Init| {
        let spec = ModelSpec { likelihood: Likelihood::Bernoulli, ..ModelSpec::digits8x8() };
        let body = dense(&[600, 600, 600, 600], Activation::Relu);
        let model = Model::<f64>::initial(ModelSpec { body, init, height: 20, width: 30, ..spec }.check().unwrap(), 9);
        let mut rng = Stream::Sample.at(3, 0);
        let mut x: Vec<f64> = (0..600).map(|_| 2.0 * uniform(&mut rng) - 1.0).collect();
        let square = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>() / x.len() as f64;
        let before = square(&x);
        for layer in 0..4 {
            let span = model.wiring.layout().span(&format!("encoder.{}.weight", 2 * layer)).unwrap();
            let w: Vec<f64> = span.values(model.params()).collect();
            // Before the activation: the ReLU's half is what the next layer's spread makes up for.
            let y: Vec<f64> = w.chunks(x.len()).map(|w| w.iter().zip(&x).map(|(w, x)| w * x).sum()).collect();
            x = y.iter().map(|y: &f64| y.max(0.0)).collect();
        }
        square(&x) / before
    };
    let (he, pytorch) = (mean_square(Init::He), mean_square(Init::Pytorch));
    assert!((0.5..2.0).contains(&he), "{he}");
    assert!(pytorch < 0.002, "{pytorch}");
}
