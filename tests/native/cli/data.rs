//! `--data`, `inspect` and `convert` on other people's files.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{Folder, SHORT, images_as_idx, run, stderr, stdout, with};

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/import").join(name);
    path.into_os_string().into_string().unwrap()
}

fn inspected(arguments: &[&str]) -> Value {
    let output = run(&with(&["inspect", "--json"], arguments));
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

#[test]
fn does_inspect_say_what_is_there_and_what_it_was_taken_to_mean() {
    let facts = inspected(&[&fixture("npz/keras.npz")]);
    assert_eq!((&facts["name"], &facts["images"], &facts["width"]), (&"keras".into(), &12.into(), &8.into()));
    assert_eq!((&facts["train"], &facts["held_out"]), (&8.into(), &4.into()));
    assert_eq!(facts["read"]["taken_as"], serde_json::json!([0.0, 255.0]));

    let text = stdout(&run(&["inspect", &fixture("png/white.zip")]));
    for said in
        ["white: 12 images of 8×8", "2 classes: even (6), odd (6)", "inverted: the edges of 100 %", "taken as 0 to 255"]
    {
        assert!(text.contains(said), "{said} in {text}");
    }
    let small = inspected(&[&fixture("png/folders"), "--side", "12", "--labels", "none", "--at-most", "5"]);
    assert_eq!((&small["images"], &small["height"], &small["read"]["found"]), (&5.into(), &12.into(), &12.into()));
    assert_eq!(small["classes"], serde_json::json!([]));
}

#[test]
fn is_a_file_in_a_folder_that_is_left_out_named() {
    let folder = Folder::new("left-out");
    for (name, from) in [("a/1.png", "png/folders/even/00.png"), ("b/2.png", "png/folders/odd/01.png")] {
        let path = folder.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(fixture(from), path).unwrap();
    }
    fs::write(folder.0.join("b/broken.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    let text = stdout(&run(&["inspect", &folder.at("")]));
    assert!(text.contains("2 classes: a (1), b (1)") && text.contains("1 skipped:"), "{text}");
    assert!(text.contains("b/broken.png is damaged"), "{text}");
}

#[test]
fn are_other_peoples_files_trained_on_and_the_reading_said() {
    let data = fixture("idx/parts");
    let plain = run(&with(&SHORT, &["--data", &data]));
    // Too few to train on: the reading was right, the set is small.
    assert!(stderr(&plain).contains("training takes") || plain.status.success(), "{}", stderr(&plain));

    let folder = Folder::new("foreign");
    let mnist = images_as_idx(&folder, "mnist", 0);
    let npz = folder.at("digits.npz");
    assert!(run(&["convert", &mnist, &npz]).status.success());
    let output = run(&with(&SHORT, &["--data", &npz]));
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("140 images of 8×8, values taken as 0 to 255"), "{}", stderr(&output));
    // The same images in the same parts make the same run.
    assert_eq!(stdout(&output), stdout(&run(&with(&SHORT, &["--data", &mnist]))));
}

#[test]
fn does_convert_write_what_inspect_then_reads() {
    let folder = Folder::new("convert");
    for (out, files) in [("set.npz", &["set.npz"][..]), ("set.idx", &["set-labels.idx", "set.idx"])] {
        let output = run(&["convert", &fixture("csv/kaggle.csv"), &folder.at(&format!("{out}/{out}"))]);
        assert!(output.status.success(), "{}", stderr(&output));
        let written = folder.0.join(out);
        let mut names: Vec<_> = fs::read_dir(&written).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, files);
        let facts = inspected(&[written.to_str().unwrap()]);
        assert_eq!((&facts["images"], facts["classes"].as_array().unwrap().len()), (&12.into(), 10));
    }
    let refused = run(&["convert", &fixture("csv/kaggle.csv"), &folder.at("set.csv")]);
    assert!(!refused.status.success() && stderr(&refused).contains("must end in .npz or .idx"), "{}", stderr(&refused));
}

#[test]
fn are_drawn_sets_opened_by_name() {
    let strokes = inspected(&["strokes:30"]);
    assert_eq!((&strokes["images"], &strokes["width"], &strokes["name"]), (&30.into(), &28.into(), &"strokes".into()));
    assert_eq!(inspected(&["shapes:40"])["width"], 16);
    assert_eq!(inspected(&["shapes-radius:40"])["name"], "shapes-radius");
    for name in ["strokes:1", "strokes:many", "shapes:100001"] {
        let output = run(&["inspect", name]);
        assert!(!output.status.success() && stderr(&output).contains("from 2 to 100000"), "{}", stderr(&output));
    }
}

#[test]
fn is_bad_data_refused_in_one_line_with_what_to_do() {
    let folder = Folder::new("bad-data");
    fs::write(folder.at("page.gz"), "<html></html>").unwrap();
    fs::write(folder.at("cut.idx"), [0, 0, 8, 3, 0, 0]).unwrap();
    for (data, said) in [
        (folder.at("page.gz"), "is a web page or XML, not the file itself. Fetch the file itself"),
        (folder.at("cut.idx"), "is cut short"),
        (folder.at("nothing"), "there is no such file or folder"),
        ("digits8x8".to_owned(), "is read in one way"),
    ] {
        for command in [&["inspect", &data, "--side", "9"][..], &with(&SHORT, &["--side", "9", "--data", &data])] {
            let output = run(command);
            assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""), "{data}");
            let text = stderr(&output);
            assert!(text.contains(said) && text.lines().count() == 1, "{text}");
        }
    }
}
