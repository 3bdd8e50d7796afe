//! What a session shows of its model.

use ndarray::{Array2, Array3, Axis, array, s};
use vae_lab::data::{Dataset, NO_LABEL, digits8x8};
use vae_lab::lab::{PlaneWindow, RunConfig, Session, Slice, StripSource};
use vae_lab::model::{Family, ModelSpec};
use vae_lab::num::rng::{Stream, fill_normal};
use vae_lab::weights::Precision;

fn open(seed: u32) -> Session {
    Session::open(RunConfig { seed, ..RunConfig::default() }, digits8x8(), None).unwrap()
}

/// Image `i` of the digits as bytes of ink.
fn ink(digits: &Dataset, i: u32) -> Array2<u8> {
    digits.image(i as usize).mapv(|level| ((u32::from(level) * 255 + 8) / 16) as u8)
}

#[test]
fn a_manifold_tile_is_what_its_centre_decodes_to() {
    let mut session = open(7);
    session.train(50).unwrap();
    let window = PlaneWindow { z1_min: -2.0, z1_max: 2.0, z2_min: -1.0, z2_max: 3.0 };
    let tiles = session.manifold(window, 4, 2).unwrap();
    assert_eq!(tiles.dim(), (2, 4, 8, 8));
    // Column 1 of row 1: z1 = −2 + 4·1.5/4, z2 = 3 − 4·1.5/2.
    let decoded = session.decode(array![[-0.5, 0.0]].view()).unwrap();
    assert_eq!(tiles.slice(s![1, 1, .., ..]), decoded.index_axis(Axis(0), 0));
}

#[test]
fn a_strip_shows_held_out_digits_of_every_class() {
    let mut session = open(7);
    session.train(20).unwrap();
    let strip = session.strip(12);
    assert_eq!(strip.source, StripSource::HeldOut);
    assert_eq!(strip.labels, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    let picture = session.strip_picture(12);
    let (mu, logvar) = (&picture.encoded.mu, picture.encoded.logvar.as_ref().unwrap());
    assert_eq!((strip.inputs.dim(), mu.dim(), logvar.dim()), ((12, 8, 8), (12, 2), (12, 2)));
    assert_eq!(&picture.points, mu);
    let encoded = session.encode(strip.inputs.view()).unwrap();
    assert_eq!(session.decode(mu.view()).unwrap(), picture.reconstructions);
    let (digits, split) = (digits8x8(), session.split().unwrap());
    for (input, &label) in strip.inputs.outer_iter().zip(&strip.labels) {
        let is_it = |&&i: &&u32| digits.labels().ids()[i as usize] == label && ink(&digits, i) == input;
        assert!(split.held_out.iter().find(is_it).is_some() && split.train.iter().find(is_it).is_none(), "a {label}");
    }
    // The strip encodes grey levels of sixteenths, `encode` bytes: nearly the same image.
    for (a, b) in encoded.mu.iter().zip(mu) {
        assert!((a - b).abs() < 0.05, "{a} {b}");
    }
    session.train(20).unwrap();
    assert_eq!(session.strip(12), strip, "the images stay while the model trains");
    assert_ne!(session.strip_picture(12), picture);
}

#[test]
fn a_model_without_images_draws_from_the_prior_and_says_what_it_lacks() {
    let mut trained = open(7);
    trained.train(50).unwrap();
    let bytes = trained.save_weights(&trained.card(), Precision::F32);
    let mut session = Session::from_weights(&bytes).unwrap();
    let strip = session.strip(10);
    assert_eq!((strip.source, strip.labels), (StripSource::Prior, vec![NO_LABEL; 10]));
    let picture = session.strip_picture(10);
    assert_eq!(session.encode(strip.inputs.view()).unwrap(), picture.encoded);
    // Standard normal codes, decoded.
    let mut z = Array2::zeros((10, 2));
    fill_normal(&mut Stream::Sample.at(7, 1), z.as_slice_mut().unwrap());
    assert_eq!(session.decode(z.view()).unwrap(), strip.inputs);
    let outcomes =
        [session.evaluate().err(), session.train(1).err(), session.codes(0..0).err(), session.checkpoint().err()];
    assert!(session.labels().is_empty());
    for outcome in outcomes {
        assert_eq!(outcome.unwrap().code(), "no_data");
    }
}

#[test]
fn codes_cover_the_whole_set_training_images_first() {
    let mut session = open(7);
    let (codes, labels) = (session.codes(0..1797).unwrap(), session.labels());
    assert_eq!((codes.dim(), labels.len()), ((1797, 2), 1797));
    assert_eq!(session.points(0..1797).unwrap(), codes, "two dimensions are their own plane");
    let (split, digits) = (session.split().unwrap().clone(), digits8x8());
    let order: Vec<u32> = split.train.iter().chain(&split.held_out).copied().collect();
    assert!(order.iter().map(|&i| digits.labels().ids()[i as usize]).eq(labels));
    let images: Vec<Array2<u8>> = order.iter().map(|&i| ink(&digits, i)).collect();
    let views: Vec<_> = images.iter().map(|image| image.view()).collect();
    // Codes are of grey levels of sixteenths, `encode` takes bytes: nearly the same images.
    let mu = session.encode(ndarray::stack(Axis(0), &views).unwrap().view()).unwrap().mu;
    assert!(codes.iter().zip(&mu).all(|(a, b)| (a - b).abs() < 0.05));
    // However they are cut.
    for (start, end) in [(0, 1), (63, 65), (1490, 1797), (5, 5)] {
        assert_eq!(session.codes(start..end).unwrap(), codes.slice(s![start..end, ..]));
    }
    for (start, end) in [(0, 1798), (2, 1)] {
        assert_eq!(session.codes(start..end).unwrap_err().code(), "bad_input");
    }
}

#[test]
fn bad_points_and_images_are_refused() {
    let mut session = open(7);
    let none = Array2::zeros((0, 2));
    assert_eq!(session.decode(array![[0.0, 0.0, 0.0]].view()).unwrap_err().code(), "bad_input");
    assert_eq!(session.decode(array![[0.0, f32::NAN]].view()).unwrap_err().code(), "bad_input");
    assert_eq!(session.decode_outputs(array![[0.0]].view()).unwrap_err().code(), "bad_input");
    assert_eq!(session.z_from_plane(array![[0.0]].view()).unwrap_err().code(), "bad_input");
    assert_eq!(session.encode(Array3::zeros((1, 8, 9)).view()).unwrap_err().code(), "bad_input");
    assert!(session.decode(none.view()).unwrap().is_empty());
}

#[test]
fn an_autoencoder_has_codes_without_variance() {
    let model = ModelSpec { family: Family::Ae, ..ModelSpec::digits8x8() };
    let mut session = Session::open(RunConfig { model, ..RunConfig::default() }, digits8x8(), None).unwrap();
    session.train(20).unwrap();
    let encoded = session.strip_picture(10).encoded;
    assert_eq!((encoded.logvar, encoded.mu.dim()), (None, (10, 2)));
    assert_eq!(session.evaluate().unwrap().kl_nats, 0.0);
}

#[test]
fn more_latent_dimensions_are_seen_through_a_plane() {
    let model = ModelSpec { latent: 5, ..ModelSpec::digits8x8() };
    let mut session = Session::open(RunConfig { model, ..RunConfig::default() }, digits8x8(), None).unwrap();
    session.train(50).unwrap();
    let codes = session.codes(0..20).unwrap();
    assert_eq!(session.points(0..20).unwrap(), codes.slice(s![.., 0..2]), "the first two axes at first");
    session.set_slice(Slice::axes(codes.row(0).to_owned(), 4, 2)).unwrap();
    let points = session.points(0..20).unwrap();
    assert!(points.row(0).iter().all(|v| *v == 0.0), "the origin of the plane");
    let window = PlaneWindow { z1_min: -1.0, z1_max: 1.0, z2_min: -1.0, z2_max: 1.0 };
    let tiles = session.manifold(window, 1, 1).unwrap();
    let image = session.decode(codes.slice(s![0..1, ..])).unwrap();
    assert_eq!(tiles.slice(s![0, 0, .., ..]), image.index_axis(Axis(0), 0));
    assert_eq!(session.set_slice(Slice::first_axes(2)).unwrap_err().code(), "bad_input");
}
