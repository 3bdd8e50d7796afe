//! What the names leave open is refused, with what was found and what was expected; what is beside a model is left out.

use proptest::prelude::*;
use safetensors::Dtype;
use vae_lab::data::digits8x8;
use vae_lab::lab::{RunConfig, Session};
use vae_lab::plain::json;
use vae_lab::weights::read;

use super::super::allocation::largest_allocation_of;
use super::{EXAMPLE, Named, by_table, figures, file, file_with, floats, renamed, trained, two_heads};

/// Stands beside a model, and is not of it.
fn beside() -> Vec<Named> {
    let mut tensors: Vec<_> = [
        ("discriminator.fc1.weight", &[4, 64][..]),
        ("ema.encoder.0.weight", &[13, 64]),
        ("ema.decoder.0.weight", &[13, 3]),
        ("\u{1b}[2Jtitle", &[2]),
        ("classifier.weight", &[10, 3]),
    ]
    .map(|(name, shape)| floats(name, shape))
    .into();
    tensors.push(Named("step".into(), Dtype::I64, vec![], vec![7; 8]));
    tensors
}

#[test]
fn are_tensors_beside_the_model_left_out_and_named_with_a_card_and_without() {
    let lab = trained(&[13]);
    let expected = figures(&file(&lab));
    let more = file(&[lab.clone(), beside()].concat());
    let names = [
        "?[2Jtitle",
        "classifier.weight",
        "discriminator.fc1.weight",
        "ema.decoder.0.weight",
        "ema.encoder.0.weight",
        "step",
    ];
    assert_eq!(figures(&more), expected);
    assert_eq!(Session::from_weights(&more).unwrap().left_out(), names);
    let example = by_table(&two_heads(&lab, "encoder.2", "fc21", "fc22"), &EXAMPLE);
    let prefixed = renamed(&example, |own| format!("vae.{own}"));
    let more = file(&[prefixed, vec![floats("optimiser.lr", &[1]), floats("critic.fc1.weight", &[4, 64])]].concat());
    assert_eq!(figures(&more), expected);
    assert_eq!(Session::from_weights(&more).unwrap().left_out(), ["critic.fc1.weight", "optimiser.lr"]);
    // With the lab's card: the card says what the model is, the rest is beside it.
    let card = json::write(&Session::from_weights(&file(&lab)).unwrap().card().to_plain());
    let carded = |tensors: &[Named]| file_with(tensors, Some(&card));
    assert_eq!(Session::from_weights(&carded(&[lab.clone(), beside()].concat())).unwrap().left_out(), names);
    assert_eq!(figures(&carded(&renamed(&lab, |own| format!("module.{own}")))), expected);
    let refusal = |tensors: Vec<Named>| read(&carded(&tensors)).err().expect("refused").to_string();
    let missing = refusal(lab[1..].to_vec());
    assert!(missing.contains("encoder.0.weight") && missing.contains("Expected: "), "{missing}");
    let mut reshaped = lab.clone();
    reshaped[1].2 = vec![1, 13];
    assert!(refusal(reshaped).contains("encoder.0.bias has shape [1,13]; the model needs [13]"));
    let contradicted = refusal([lab.clone(), vec![floats("log_sd", &[1])]].concat());
    assert!(contradicted.contains("log_sd is of no layer that the model has"), "{contradicted}");
}

#[test]
fn is_what_the_names_leave_open_refused_with_what_was_found_and_what_was_expected() {
    let lab = trained(&[13]);
    let with = |more: &[Named]| [&lab[..], more].concat();
    let refused = |tensors: &[Named], named: &str| {
        let error = read(&file(tensors)).err().unwrap_or_else(|| panic!("{named}"));
        assert_eq!(error.code(), "bad_weights");
        let sentence = error.to_string();
        assert!(sentence.contains(named), "{named}: {sentence}");
        assert!(sentence.contains(" tensors: ") && sentence.contains(". Expected: encoder.0.weight"), "{sentence}");
        for Named(name, _, shape, _) in tensors.iter().take(3) {
            let found = format!("{name} {}", serde_json::to_string(shape).unwrap());
            assert!(sentence.contains(&found), "{found}: {sentence}");
        }
    };
    refused(&[floats("conv1.weight", &[8, 1, 3, 3])], "no tensors of an encoder and a decoder");
    refused(&lab[..4], "no tensors of an encoder and a decoder");
    refused(&[&lab[..3], &lab[4..]].concat(), "the tensor encoder.2.bias is missing");
    refused(&with(&[floats("encoder.1.weight", &[13])]), "encoder.1.weight is of no layer");
    refused(&with(&[floats("encoder.1.running_var", &[13])]), "encoder.1.running_var is of no layer");
    refused(&with(&[floats("bn1.running_mean", &[13])]), "bn1.running_mean is of no layer");
    refused(&with(&[floats("decoder.1.weight", &[13, 13])]), "decoder.");
    let models = [renamed(&lab, |own| format!("a.{own}")), renamed(&lab, |own| format!("b.{own}"))].concat();
    refused(&models, "two models, a. and b.");
    let one_head = by_table(&lab, &[("encoder.2", "encoder.mu")]);
    refused(&one_head, "no pair of heads");
    let unequal = [two_heads(&lab, "encoder.2", "mu", "logvar"), vec![]].concat();
    let mut unequal: Vec<_> =
        unequal.into_iter().filter(|Named(name, ..)| !name.ends_with("u.bias") && name != "logvar.bias").collect();
    unequal.extend([floats("mu.bias", &[2]), floats("logvar.bias", &[4])]);
    refused(&unequal, "mu.bias and logvar.bias are not of one shape");
    let words = by_table(&lab, &[("decoder.0", "decoder.hidden"), ("decoder.2", "decoder.output")]);
    refused(&words, "do not say in what order decoder.hidden and decoder.output come");
    // Pyro's example: `fc22` is log σ there.
    let pyro = by_table(&two_heads(&lab, "encoder.2", "encoder.fc21", "encoder.fc22"), &[("encoder.0", "encoder.fc1")]);
    refused(&pyro, "the model needs");
    let example = by_table(&two_heads(&lab, "encoder.2", "fc21", "fc22"), &EXAMPLE);
    let unbiased: Vec<_> = example.into_iter().filter(|Named(name, ..)| name != "fc22.bias").collect();
    refused(&unbiased, "the tensor fc22.bias is missing");
}

#[test]
fn is_a_list_of_many_tensors_cut_and_one_of_too_many_refused_at_once() {
    let many: Vec<_> = (0..60).map(|i| floats(&format!("layer{i:02}.weight"), &[1, 2])).collect();
    let sentence = read(&file(&many)).err().unwrap().to_string();
    assert!(
        sentence.contains("layer00.weight [1,2], ")
            && sentence.contains("It holds 60 tensors: ")
            && sentence.contains(", …. Expected"),
        "{sentence}"
    );
    let crowd: Vec<_> = (0..5000).map(|i| floats(&format!("a{i}.encoder.{i}.weight"), &[0, 0])).collect();
    let sentence = read(&file(&crowd)).err().unwrap().to_string();
    assert!(sentence.contains("it holds 5000 tensors"), "{sentence}");
    let deep: Vec<_> = (0..900).map(|i| floats(&format!("{}coder.{i}.weight", ["en", "de"][i % 2]), &[0, 0])).collect();
    let sentence = read(&file(&deep)).err().unwrap().to_string();
    assert!(sentence.contains("more than 10 layers"), "{sentence}");
    let long = floats(&"x".repeat(5000), &[1]);
    assert!(read(&file(&[long])).err().unwrap().to_string().len() < 600);
}

#[test]
fn is_a_checkpoint_not_taken_for_weights() {
    let mut session = Session::open(RunConfig::default(), digits8x8(), None).unwrap();
    session.train(3).unwrap();
    let error = Session::from_weights(&session.checkpoint().unwrap()).err().unwrap().to_string();
    assert!(error.contains("the checkpoint of a run"), "{error}");
}

/// Names of every kind that a reader looks for, put together at random.
fn names() -> impl Strategy<Value = String> {
    const SEGMENTS: [&str; 21] = [
        "encoder",
        "decoder",
        "enc",
        "mu",
        "logvar",
        "fc_var",
        "fc1",
        "fc21",
        "fc22",
        "fc3",
        "fc9",
        "0",
        "2",
        "99999999999",
        "module",
        "log_sd",
        "running_mean",
        "",
        "é",
        "weight",
        "bias",
    ];
    let segment = prop::sample::select(&SEGMENTS[..]);
    (prop::collection::vec(segment, 0..4), prop::sample::select(&[".weight", ".bias", ""][..]))
        .prop_map(|(segments, kind)| format!("{}{kind}", segments.join(".")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_names_and_shapes_make_a_reader_panic_or_take_memory(
        tensors in prop::collection::btree_map(names(), prop::collection::vec(0usize..5, 0..4), 0..12),
    ) {
        let tensors: Vec<_> = tensors.iter().map(|(name, shape)| floats(name, shape)).collect();
        let bytes = file(&tensors);
        let (outcome, largest) = largest_allocation_of(|| read(&bytes));
        prop_assert!(largest <= (1 << 16) + 4 * bytes.len(), "{} bytes of memory", largest);
        if let Err(error) = outcome {
            prop_assert!(error.to_string().ends_with('.'));
        }
    }
}
