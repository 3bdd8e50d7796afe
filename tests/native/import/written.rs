//! What is written comes back.

use vae_lab::data::{Split, digits8x8};
use vae_lab::import::{Choices, Read, write_idx, write_npz};

use super::{cases, files, read, read_one};

#[test]
fn does_every_set_come_back_from_npz_and_idx() {
    for (name, case) in cases() {
        let Read { data, split, .. } = read(&files(&case), &case.choices.choices()).unwrap();
        // Read as it was written: nothing is decided again.
        let as_is = Choices { invert: Some(false), transpose: Some(false), ..Choices::default() };
        let as_is = Choices { meaning: Some(vae_lab::import::Meaning { low: 0.0, high: 255.0 }), ..as_is };
        let grey = |level: u8| {
            ((u16::from(level) * 255 + u16::from(data.max_level()) / 2) / u16::from(data.max_level())) as u8
        };
        let greys = data.images().mapv(grey);
        let classes = |data: &vae_lab::data::Dataset| -> Vec<Option<String>> {
            let name = |&id: &u16| data.labels().names().get(usize::from(id)).cloned();
            data.labels().ids().iter().map(name).collect()
        };

        let npz = write_npz(&data, split.as_ref()).unwrap();
        let back = read(&[("set.npz".into(), npz)], &as_is).unwrap();
        assert_eq!(back.data.images(), greys, "{name}");
        assert_eq!(classes(&back.data), classes(&data), "{name}");
        let sizes = |split: Option<Split>| split.map(|split| (split.train.len(), split.held_out.len()));
        assert_eq!(sizes(back.split), sizes(split), "{name}");

        let (images, labels) = write_idx(&data);
        let mut written = vec![("set.idx".to_owned(), images)];
        written.extend(labels.map(|labels| ("set-labels.idx".to_owned(), labels)));
        let back = read(&written, &as_is).unwrap().data;
        assert_eq!(back.images(), greys, "{name}");
        assert_eq!(back.labels().names().len(), data.labels().names().len(), "{name}");
    }
}

#[test]
fn is_a_packed_set_read_as_other_files_are() {
    let digits = digits8x8();
    let read = read_one("digits", vae_lab::data::DIGITS8X8).unwrap();
    assert_eq!(read.data.fingerprint(), digits.fingerprint());
    assert_eq!(read.data.labels(), digits.labels());
}
