//! A set that is all held out: what can be asked of a session that looks at it, and what is refused.

use ndarray::Axis;
use vae_lab::LabError;
use vae_lab::data::{Dataset, Labels, Split, digits8x8};
use vae_lab::lab::{RunConfig, Session, Set, StripSource, reference_terms};
use vae_lab::train::Team;
use vae_lab::weights::Precision;

/// The first `count` of the bundled digits, all held out.
fn to_look_at(count: usize) -> Dataset {
    let digits = digits8x8();
    let levels = digits.images().split_at(Axis(0), count).0.to_owned();
    let labels = Labels::numbered(digits.labels().ids()[..count].to_vec()).unwrap();
    Dataset::from_levels("a few", levels, 16, labels).unwrap().held_out()
}

fn trained() -> Session {
    let mut session = Session::open(RunConfig::default(), digits8x8(), None).unwrap();
    session.train(30).unwrap();
    session
}

fn looking(count: usize) -> Session {
    let mut session = Session::from_weights(&trained().snapshot(Precision::F32)).unwrap();
    session.attach(to_look_at(count), None).unwrap();
    session
}

#[test]
fn is_a_set_that_is_all_held_out_looked_at_and_measured_as_any_other() {
    let data = to_look_at(70);
    let mut session = looking(70);
    assert_eq!((session.image_counts(), session.steps_per_epoch()), (Some((0, 70)), Some(0)));
    assert_eq!((session.step(), session.epoch()), (30, 1.256), "what the weights' card says");
    assert_eq!(session.labels(), data.labels().ids());
    assert_eq!(session.set_len(Set::HeldOut), Ok(70));

    // The terms of these images, as a session that may train on others measures them.
    let split = Split { train: (70..1797).collect(), held_out: (0..70).collect() };
    let mut beside = Session::from_weights(&trained().snapshot(Precision::F32)).unwrap();
    beside.attach(digits8x8(), Some(split)).unwrap();
    assert_eq!(session.evaluate().unwrap(), beside.evaluate().unwrap());
    let mut parts = session.evaluate_range(Set::HeldOut, 0..33).unwrap();
    parts += session.evaluate_range(Set::HeldOut, 33..70).unwrap();
    assert_eq!(parts.images, 70);
    assert_eq!(session.codes(0..70).unwrap(), beside.codes(1727..1797).unwrap());
    assert_eq!(session.codes(0..71).unwrap_err().code(), "bad_input");

    let strip = session.strip(12);
    assert_eq!((strip.source, strip.inputs.dim()), (StripSource::HeldOut, (12, 8, 8)));
    assert_eq!(strip.labels, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    let other = beside.strip(12);
    assert_eq!((&strip.inputs, &strip.labels), (&other.inputs, &other.labels));
    assert!(strip.places.iter().zip(&other.places).all(|(here, there)| here + 1727 == *there));
    assert_eq!(session.strip_picture(12), beside.strip_picture(12));
}

#[test]
fn is_training_on_images_that_are_all_held_out_refused_and_nothing_changed() {
    let mut session = looking(20);
    let (hash, card) = (session.weights_hash(), session.card());
    let refusals = [
        session.train(1).unwrap_err(),
        session.train(0).unwrap_err(),
        session.checkpoint().unwrap_err(),
        session.evaluate_train().unwrap_err(),
        session.set_len(Set::TrainingSample).unwrap_err(),
        session.evaluate_range(Set::TrainingSample, 0..0).unwrap_err(),
        reference_terms(RunConfig::default(), to_look_at(20), 1, 1).unwrap_err(),
    ];
    for error in refusals {
        assert_eq!(error, LabError::NoTraining);
        assert_eq!((error.code(), error.field(), error.reason()), ("no_training", "images", "held_out"));
        assert!(error.to_string().ends_with("Open another data set to train."), "{error}");
    }
    session.set_team(Team::spawn(2));
    session.set_options(session.options()).unwrap();
    assert_eq!((session.threads(), session.weights_hash(), session.card()), (1, hash, card));
    // Trained on others, it goes on.
    session.attach(digits8x8(), None).unwrap();
    assert_eq!((session.train(2).unwrap().step, session.image_counts()), (32, Some((1500, 297))));
}

#[test]
fn may_a_set_to_look_at_be_of_any_size_and_a_split_leave_nothing_to_train_on() {
    for count in [1, 11, 65] {
        assert_eq!(looking(count).strip(12).inputs.dim().0, count.min(12));
        assert!(looking(count).evaluate().unwrap().is_finite());
    }
    let few = Dataset::from_images("few", digits8x8().images().split_at(Axis(0), 11).0, Labels::none(11)).unwrap();
    assert_eq!(looking(1).attach(few, None).unwrap_err().code(), "bad_data", "these are for training");

    let split = Split { train: Vec::new(), held_out: vec![3, 5] };
    let mut fresh = Session::open(RunConfig::default(), digits8x8(), Some(split)).unwrap();
    assert_eq!((fresh.image_counts(), fresh.train(1)), (Some((0, 2)), Err(LabError::NoTraining)));
    let mut earlier = fresh.at(&fresh.snapshot(Precision::F16)).unwrap();
    assert_eq!((earlier.evaluate().unwrap().is_finite(), earlier.train(1)), (true, Err(LabError::NoTraining)));
}

#[test]
fn does_a_card_still_tell_of_the_training_when_other_images_are_looked_at() {
    let mut session = trained();
    let card = session.card();
    assert_eq!((card.steps, card.epochs, card.data.as_deref()), (30, 1.256, Some("digits8x8")));
    session.attach(to_look_at(20), None).unwrap();
    assert_eq!(session.card(), card);
    session.attach(digits8x8(), None).unwrap();
    assert_eq!(session.card(), card);
    session.train(1).unwrap();
    assert_eq!(session.card().steps, 31);
}

#[test]
fn are_two_sets_held_out_together_only_where_both_are() {
    let both = |a: Dataset, b: Dataset| a.followed_by(&b).unwrap().0.is_held_out();
    assert!(both(to_look_at(3), to_look_at(4)));
    assert!(!both(to_look_at(3), digits8x8()) && !both(digits8x8(), to_look_at(3)));
}

#[test]
fn is_a_split_that_the_set_itself_has_the_sessions() {
    let digits = digits8x8().held_out_from(1500);
    let session = Session::open(RunConfig::default(), digits, None).unwrap();
    let split = session.split().unwrap();
    assert_eq!(split.train, (0..1500).collect::<Vec<u32>>());
    assert_eq!(split.held_out, (1500..1797).collect::<Vec<u32>>());
}
