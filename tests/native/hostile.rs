//! Files from anyone: each ends in an error with a sentence, never in a panic or a huge allocation.

use proptest::prelude::*;
use vae_lab::LabError;
use vae_lab::data::{digits8x8, read_images, read_labels};
use vae_lab::lab::{RunConfig, Session};
use vae_lab::weights::{Precision, read};

use super::allocation::largest_allocation_of;
use super::support::idx;

/// Memory that a reader may ask for at once, for a file of some bytes.
fn allowed(bytes: usize) -> usize {
    (1 << 16) + 4 * bytes
}

fn assert_refused<T>(what: &str, code: &str, bytes: &[u8], read: impl Fn(&[u8]) -> Result<T, LabError>) {
    let (outcome, largest) = largest_allocation_of(|| read(bytes));
    assert!(largest <= allowed(bytes.len()), "{what}: {largest} bytes of memory for {} of a file", bytes.len());
    let error = outcome.err().expect(what);
    assert_eq!(error.code(), code, "{what}: {error}");
    let sentence = error.to_string();
    assert!(sentence.ends_with('.') && sentence.len() > 20, "{what}: {sentence}");
}

#[test]
fn a_good_idx_pair_is_read() {
    let data = read_images(&idx(8, &[2, 2, 3], &[0, 1, 2, 3, 4, 255, 6, 7, 8, 9, 10, 11]), &idx(8, &[2], &[3, 9]));
    let data = data.unwrap();
    assert_eq!((data.height(), data.width(), data.labels().ids()), (2, 3, &[3, 9][..]));
    assert_eq!(data.levels(1), [6, 7, 8, 9, 10, 11]);
    assert_eq!(data.values()[255], 1.0);
}

#[test]
fn hostile_idx_files_are_refused() {
    let labels = idx(8, &[2], &[3, 9]);
    let refused =
        |what: &str, images: &[u8]| assert_refused(what, "bad_data", images, |images| read_images(images, &labels));
    refused("empty", &[]);
    refused("cut in the header", &idx(8, &[2, 2, 2], &[0; 8])[..11]);
    refused("cut in the body", &idx(8, &[2, 2, 2], &[0; 7]));
    refused("too long", &idx(8, &[2, 2, 2], &[0; 9]));
    refused("floats", &idx(0x0d, &[2, 2, 2], &[0; 32]));
    refused("two axes", &idx(8, &[2, 4], &[0; 8]));
    refused("another magic", &[1, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0]);
    refused("a product past 64 bits", &idx(8, &[u32::MAX; 3], &[0; 8]));
    refused("a promise of 4 GB", &idx(8, &[1 << 16, 1 << 8, 1 << 8], &[0; 8]));
    refused("no pixels", &idx(8, &[2, 0, 2], &[]));
    refused("another count", &idx(8, &[3, 2, 2], &[0; 12]));
    assert_refused("no labels", "bad_data", &idx(8, &[2, 1], &[0, 0]), read_labels);
}

/// A good weights file, and its header as text.
fn good() -> (Vec<u8>, String) {
    let session = Session::open(RunConfig::default(), digits8x8(), None).unwrap();
    let bytes = session.save_weights(&session.card(), Precision::F32);
    let len = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let header = String::from_utf8(bytes[8..8 + len].to_vec()).unwrap();
    (bytes, header)
}

/// The good file with another header.
fn with_header(good: &[u8], old: &str, new: &str) -> Vec<u8> {
    let mut bytes = (new.len() as u64).to_le_bytes().to_vec();
    bytes.extend(new.as_bytes());
    bytes.extend(&good[8 + old.len()..]);
    bytes
}

#[test]
fn hostile_weights_are_refused() {
    let (bytes, header) = good();
    assert!(read(&bytes).is_ok());
    let refused = |what: &str, bytes: &[u8]| assert_refused(what, "bad_weights", bytes, read);
    refused("empty", &[]);
    refused("a header of 2^63 bytes", &[255; 64]);
    for cut in [7, 8, 100, bytes.len() / 2, bytes.len() - 1] {
        refused("cut short", &bytes[..cut]);
    }
    refused("too long", &[&bytes[..], &[0]].concat());
    let bend = |from: &str, to: &str| {
        assert!(header.contains(from), "{from} in {header}");
        with_header(&bytes, &header, &header.replacen(from, to, 1))
    };
    refused("another type", &bend("\"dtype\":\"F32\"", "\"dtype\":\"I32\""));
    refused("another name", &bend("encoder.0.bias", "encoder.1.bias"));
    refused("another shape", &bend("\"shape\":[128,64]", "\"shape\":[64,128]"));
    refused("a huge shape", &bend("\"shape\":[128,64]", "\"shape\":[4294967295,4294967295]"));
    let offsets = header.find("\"data_offsets\":[").unwrap();
    let end = offsets + header[offsets..].find(']').unwrap() + 1;
    let overlapping = header.replacen(&header[offsets..end], "\"data_offsets\":[4,516]", 1);
    refused("overlapping tensors", &with_header(&bytes, &header, &overlapping));
    refused("a bent card", &bend("\\\"family\\\":\\\"vae\\\"", "\\\"family\\\":\\\"gan\\\""));
    refused("a card of another model", &bend("\\\"hidden\\\":[128,64]", "\\\"hidden\\\":[128,32]"));
    refused("a card without a layer", &bend("\\\"hidden\\\":[128,64]", "\\\"hidden\\\":[128]"));
    let huge = bend("\\\"hidden\\\":[128,64]", "\\\"hidden\\\":[999999999999]");
    assert_refused("a card of a huge model", "bad_spec", &huge, read);
    let deep = bend("\\\"hidden\\\":[128,64]", "\\\"hidden\\\":[2048,2048,2048,2048]");
    refused("a card of a model larger than the file", &deep);
    let mut nan = bytes.clone();
    let last = nan.len() - 4;
    nan[last..].copy_from_slice(&f32::NAN.to_le_bytes());
    refused("a NaN", &nan);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_a_reader_panic_or_take_memory(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let ((), largest) = largest_allocation_of(|| {
            let _ = read(&bytes);
            let _ = vae_lab::weights::read_codes(&bytes);
            let _ = vae_lab::data::unpack(&bytes);
            let _ = read_images(&bytes, &bytes);
        });
        prop_assert!(largest <= allowed(bytes.len()), "{} bytes of memory", largest);
    }

    #[test]
    fn no_other_header_byte_makes_a_reader_panic_or_take_memory(at in any::<prop::sample::Index>(), value in any::<u8>()) {
        thread_local! { static GOOD: (Vec<u8>, String) = good(); }
        let (mut bent, header) = GOOD.with(Clone::clone);
        bent[at.index(8 + header.len())] = value;
        let (_, largest) = largest_allocation_of(|| read(&bent));
        prop_assert!(largest <= allowed(bent.len()), "{} bytes of memory", largest);
    }
}
