//! Convolutional models: the same bits however their work is cut.

use vae_lab::data::{Dataset, digits8x8};
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::{Body, Family, ModelSpec};
use vae_lab::train::Team;

fn session(family: Family, side: [usize; 2], channels: &[usize], threads: usize) -> Session {
    let body = Body::Conv { channels: channels.to_vec() };
    let model = ModelSpec { family, height: side[0], width: side[1], body, ..ModelSpec::digits8x8() };
    let mut session = Session::open(RunConfig { model, ..RunConfig::default() }, images(side), None).unwrap();
    session.set_team(Team::spawn(threads));
    session
}

/// The digits in the middle of larger images.
fn images([height, width]: [usize; 2]) -> Dataset {
    let digits = digits8x8();
    let mut levels = ndarray::Array3::<u8>::zeros((digits.len(), height, width));
    let (top, left) = ((height - 8) / 2, (width - 8) / 2);
    levels.slice_mut(ndarray::s![.., top..top + 8, left..left + 8]).assign(&digits.images());
    Dataset::from_levels("", levels, 16, digits.labels().clone()).unwrap()
}

#[test]
fn do_the_bits_depend_on_the_number_of_threads_or_on_how_a_run_is_cut() {
    for (family, side, channels) in [
        (Family::Vae, [8, 8], &[16, 32][..]),
        (Family::Ae, [9, 9], &[5]),
        (Family::Vae, [13, 10], &[3, 7, 9]),
        (Family::Vae, [28, 28], &[16, 32]),
    ] {
        let run = |threads: usize, cuts: &[u64]| {
            let mut session = session(family, side, channels, threads);
            let terms: Vec<_> = cuts.iter().map(|&steps| session.train(steps).unwrap().terms).collect();
            assert!(terms.iter().all(|terms| terms.is_finite()));
            (session.weights_hash(), session.evaluate().unwrap())
        };
        let one = run(1, &[26]);
        for (threads, cuts) in [(1, &[1, 25][..]), (2, &[26]), (2, &[5, 20, 1]), (3, &[26])] {
            assert_eq!(run(threads, cuts), one, "{side:?} on {threads} threads in {cuts:?}");
        }
    }
}

#[test]
fn does_an_image_have_the_same_code_and_picture_alone_as_among_others() {
    let mut session = session(Family::Vae, [9, 8], &[5, 6], 1);
    session.train(3).unwrap();
    let all = session.codes(0..40).unwrap();
    for range in [0..1, 7..8, 3..20] {
        let part = session.codes(range.clone()).unwrap();
        assert_eq!(part, all.slice(ndarray::s![range, ..]));
    }
    let pictures = session.decode_outputs(all.view()).unwrap();
    let alone = session.decode_outputs(all.slice(ndarray::s![17..18, ..])).unwrap();
    assert_eq!(alone, pictures.slice(ndarray::s![17..18, .., ..]));
}
