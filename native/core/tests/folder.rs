//! An index folder: its layout is infini-gram's, any damage to it is refused by name, and it appears whole or not at all.
#![allow(clippy::unwrap_used)]

mod support;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use attribution::{BuildOptions, Builder, Error, Index, Parameters, Row, Watch, Writer};
use support::{ONE_SEGMENT, TestIndex, attribute, build, row};

fn rows() -> Vec<Row> {
    let texts = [
        "The keeper counted gulls.",
        "",
        "Tides follow the moon, 🦜 says the keeper.",
        "The keeper counted gulls.",
    ];
    texts
        .iter()
        .zip(0..)
        .map(|(text, at)| row(&format!("row {at}"), &format!("owner {}", at % 3), text))
        .collect()
}

fn path(built: &TestIndex) -> PathBuf {
    built.folder.path().join("index")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn refusal(folder: &Path) -> Error {
    match Index::verify(folder, Watch::default()) {
        Ok(_) => panic!("a damaged index was opened"),
        Err(error) => error,
    }
}

fn numbers<const BYTES: usize>(bytes: &[u8]) -> Vec<u64> {
    assert_eq!(bytes.len() % BYTES, 0);
    bytes
        .chunks(BYTES)
        .map(|chunk| chunk.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
        .collect()
}

/// An index that has changed: some rows are removed, and there are several segments and files of counts.
fn changed() -> TestIndex {
    let built = build(&rows(), 12);
    let options = BuildOptions { segment_tokens: 12, sync: false, ..BuildOptions::default() };
    let mut writer = Writer::open(&path(&built), &options).unwrap();
    for at in 4..6 {
        writer.add_row(&row(&format!("row {at}"), "owner 1", "The moon counted gulls."), "rows", at).unwrap();
        writer.commit().unwrap();
    }
    writer.remove(&["row 2".into()]).unwrap();
    writer.close().unwrap();
    TestIndex { index: Index::open(&path(&built)).unwrap(), ..built }
}

#[test]
fn every_altered_byte_of_every_file_is_refused_by_its_name() {
    let seed = env::var("ATTRIBUTION_SEED")
        .map_or_else(|_| u64::from(std::process::id()), |seed| seed.parse().unwrap());
    println!("ATTRIBUTION_SEED={seed}");
    for built in [build(&rows(), 12), changed()] {
        let folder = path(&built);
        assert!(built.index.info().segments > 1);
        for file in files(&folder) {
            alter_every_byte(&folder, &file, seed);
        }
        Index::verify(&folder, Watch::default()).unwrap();
    }
}

/// Turns one bit of each byte over, which of them is left to chance.
fn alter_every_byte(folder: &Path, file: &Path, mut chance: u64) {
    let name = file.file_name().unwrap().to_str().unwrap();
    let mut bytes = fs::read(file).unwrap();
    for at in 0..bytes.len() {
        // Knuth's MMIX generator: its high bits are the better ones.
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let bit = 1 << (chance >> 61);
        bytes[at] ^= bit;
        fs::write(file, &bytes).unwrap();
        let error = refusal(folder);
        assert!(["HW502", "HW503"].contains(&error.code()), "{name}, byte {at}, bit {bit}: {error}");
        assert!(error.to_string().contains(name), "{name}, byte {at}, bit {bit}: {error}");
        bytes[at] ^= bit;
    }
    fs::write(file, &bytes).unwrap();
}

/// A row of every kind of word, so that a block of 64 KiB is not all there is of any file.
fn many_rows() -> Vec<Row> {
    let texts = (0..4_000_u64).map(|at| {
        let words: Vec<String> = (1..12).map(|word| (at * word * 7_919 % 9_973).to_string()).collect();
        row(&format!("row {at}"), &format!("owner {}", at % 50), &words.join(" "))
    });
    texts.collect()
}

#[test]
fn a_bad_block_is_never_used_and_disables_its_segment() {
    let built = build(&many_rows(), ONE_SEGMENT);
    let folder = path(&built);
    let output = format!("{} and {}", many_rows()[77].text, many_rows()[3_900].text);
    let expected = attribute(&built.index, &output, &Parameters::default());
    assert_eq!(expected["shares"].as_array().unwrap().len(), 2);
    let (mut refused, mut untouched) = (0, 0);
    for file in files(&folder) {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        if name == "manifest.json" {
            continue;
        }
        let whole = fs::read(&file).unwrap();
        for at in (0..whole.len()).step_by(whole.len().div_ceil(24)) {
            let mut altered = whole.clone();
            altered[at] = !altered[at];
            fs::write(&file, &altered).unwrap();
            let ask = |index: &Index| index.attribute(&output, &Parameters::default(), Watch::default());
            let index = Index::open(&folder);
            match index.as_ref().map_err(|error| error.to_string()).and_then(|index| {
                ask(index).map_err(|error| {
                    assert_eq!(ask(index).unwrap_err().code(), "HW502", "asked again");
                    error.to_string()
                })
            }) {
                Ok(answer) => {
                    assert_eq!(support::to_json(&answer), expected, "{name} at {at}");
                    untouched += 1;
                }
                Err(said) => {
                    assert!(said.contains(&name) && said.contains("damaged"), "{said}");
                    refused += 1;
                }
            }
            assert!(refusal(&folder).to_string().contains(&name));
        }
        fs::write(&file, &whole).unwrap();
    }
    // Both happen: what a question does not need does not hinder it, and what it needs does.
    assert!(refused > 20 && untouched > 20, "{refused} refused, {untouched} not touched");
}

#[test]
fn every_bad_file_is_named_at_once() {
    let built = build(&rows(), ONE_SEGMENT);
    let folder = path(&built);
    for name in ["table.0", "row.0", "unigram.0"] {
        let mut bytes = fs::read(folder.join(name)).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(folder.join(name), bytes).unwrap();
    }
    let said = refusal(&folder).to_string();
    assert!(["3 files", "table.0", "row.0", "unigram.0"].iter().all(|part| said.contains(part)), "{said}");
}

#[test]
fn files_that_are_missing_short_long_or_altered_are_all_named_at_once() {
    let built = build(&rows(), 12);
    let folder = path(&built);
    let counts =
        files(&folder).into_iter().find(|path| path.file_stem().is_some_and(|what| what == "counts"));
    let counts = counts.unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    let change = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = fs::read(folder.join(name)).unwrap();
        change(&mut bytes);
        fs::write(folder.join(name), bytes).unwrap();
    };
    fs::remove_file(folder.join("table.0")).unwrap();
    fs::remove_file(folder.join("owner.1")).unwrap();
    change("row.0", &|bytes| bytes.truncate(1));
    change(&counts, &|bytes| bytes.push(0));
    // Without the checksums of their blocks, files are compared as wholes.
    change("checksums.1", &|bytes| bytes[0] ^= 1);
    change("tokenized.1", &|bytes| bytes[0] ^= 1);
    let error = refusal(&folder);
    let said = error.to_string();
    assert_eq!(error.code(), "HW502");
    let named = ["6 files", "table.0", "owner.1", "row.0", &counts, "checksums.1", "tokenized.1"];
    assert!(named.iter().all(|part| said.contains(part)), "{said}");
}

#[test]
fn what_nobody_may_look_at_is_not_called_missing() {
    let built = build(&rows(), ONE_SEGMENT);
    let folder = path(&built);
    // Even who may read everything can't follow a name that leads to itself.
    for name in ["manifest.json", "table.0"] {
        let (file, aside) = (folder.join(name), folder.join("aside"));
        fs::rename(&file, &aside).unwrap();
        std::os::unix::fs::symlink(&file, &file).unwrap();
        for error in [Index::open(&folder).err().unwrap(), refusal(&folder)] {
            assert_eq!(error.code(), "HW506", "{error}");
            assert!(error.to_string().contains(name), "{error}");
        }
        fs::rename(&aside, &file).unwrap();
    }
    Index::verify(&folder, Watch::default()).unwrap();
}

/// Gives the manifest another content, under a right checksum.
fn write_manifest(folder: &Path, content: &str) {
    let sum = xxhash_rust::xxh3::xxh3_64(content.as_bytes());
    let manifest = format!("{{\"checksum\":\"xxh3:{sum:016x}\",\"index\":{content}}}\n");
    fs::write(folder.join("manifest.json"), manifest).unwrap();
}

#[test]
fn an_index_of_another_version_or_vocabulary_is_told_from_a_damaged_one() {
    let built = build(&rows(), ONE_SEGMENT);
    let folder = path(&built);
    let whole = fs::read_to_string(folder.join("manifest.json")).unwrap();
    let content = &whole[whole.find("\"index\":").unwrap() + "\"index\":".len()..whole.len() - 2];
    let info = built.index.info();
    let version = format!("\"formatVersion\":{}", info.format_version);
    assert!(content.contains(&version) && content.contains(&info.vocabulary_hash));
    let newer = content
        .replace(&version, "\"formatVersion\":99,\"shards\":[{}]")
        .replace("\"segments\"", "\"parts\"");
    let others = [
        ("99, not", newer.as_str()),
        ("1, not", "{\"formatVersion\":1,\"segments\":7}"),
        ("another vocabulary", &content.replace(&info.vocabulary_hash, &"0".repeat(64))),
    ];
    for (reason, other) in others {
        write_manifest(&folder, other);
        let error = refusal(&folder);
        assert_eq!(error.code(), "HW503", "{error}");
        assert!([reason, "build it again"].iter().all(|part| error.to_string().contains(part)), "{error}");
        let mut altered = fs::read(folder.join("manifest.json")).unwrap();
        altered[40] ^= 1;
        fs::write(folder.join("manifest.json"), altered).unwrap();
        assert_eq!(refusal(&folder).code(), "HW502");
    }
    for misshapen in ["{}", "[]", "", &content.replace("\"segments\"", "\"parts\"")] {
        write_manifest(&folder, misshapen);
        assert_eq!(refusal(&folder).code(), "HW502", "{misshapen}");
    }
    write_manifest(&folder, content);
    assert_eq!(fs::read_to_string(folder.join("manifest.json")).unwrap(), whole);
    Index::verify(&folder, Watch::default()).unwrap();
}

#[test]
fn a_file_that_is_cut_short_too_long_or_missing_is_refused_by_its_name() {
    let built = build(&rows(), 12);
    let folder = path(&built);
    for file in files(&folder) {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let whole = fs::read(&file).unwrap();
        let longer = [&whole[..], b"x"].concat();
        for altered in [&whole[..whole.len().saturating_sub(1)], &whole[..whole.len() / 2], &[], &longer] {
            if altered == whole {
                continue;
            }
            fs::write(&file, altered).unwrap();
            let error = refusal(&folder);
            assert_eq!(error.code(), "HW502", "{error}");
            assert!(error.to_string().contains(&name), "{error}");
        }
        fs::remove_file(&file).unwrap();
        let expected = if name == "manifest.json" { "HW501" } else { "HW502" };
        assert_eq!(refusal(&folder).code(), expected, "{name}");
        fs::write(&file, &whole).unwrap();
    }
}

#[test]
fn the_base_files_are_laid_out_as_infini_gram_reads_them() {
    let built = build(&rows(), ONE_SEGMENT);
    let read = |name: &str| fs::read(path(&built).join(name)).unwrap();
    let tokenized = read("tokenized.0");
    let width = match tokenized.len() {
        0..=256 => 1,
        _ => 2,
    };
    let table: Vec<u64> = match width {
        1 => numbers::<1>(&read("table.0")),
        _ => numbers::<2>(&read("table.0")),
    };
    let mut expected: Vec<u64> = (0..tokenized.len() as u64).step_by(4).collect();
    expected.sort_by_key(|at| &tokenized[*at as usize..]);
    assert_eq!(table, expected);

    let offsets = numbers::<8>(&read("offset.0"));
    assert_eq!(offsets.len(), rows().len());
    let separators = tokenized.chunks(4).enumerate().filter(|(_, token)| *token == [0xFF; 4]);
    assert_eq!(offsets, separators.map(|(at, _)| at as u64 * 4).collect::<Vec<_>>());

    let metadata = read("metadata.0");
    for (start, at) in numbers::<8>(&read("metaoff.0")).into_iter().zip(0..) {
        let line = metadata[start as usize..].split(|byte| *byte == b'\n').next().unwrap();
        let value: serde_json::Value = serde_json::from_slice(line).unwrap();
        assert_eq!(value["id"], format!("row {at}"));
    }
    let unigrams = String::from_utf8(read("unigram.0")).unwrap();
    let counts = unigrams.lines().map(|line| line.split_once(' ').unwrap().1.parse::<usize>().unwrap());
    assert_eq!(counts.sum::<usize>(), tokenized.len() / 4);
}

#[test]
fn a_refused_row_leaves_nothing_behind() {
    let lines = [
        ("{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"a\",\"text\":\"y\"}\n", 2, "stands in an earlier row"),
        ("\n{\"id\":\"a\"}\n", 2, "text is missing"),
        ("{\"text\":\"a\"}\n", 1, "id is missing"),
        ("{\"id\":7,\"text\":\"a\"}", 1, "id is not a string"),
        ("{\"id\":\"a\",\"text\":\"\\ud800\"}", 1, "well-formed"),
        ("{\"id\":\"a\",\"text\":\"x\",\"text\":\"y\"}", 1, "stands twice"),
        ("{\"id\":\"\",\"text\":\"x\"}", 1, "id is empty"),
        ("{\"id\":\"a\",\"owner\":\"\",\"text\":\"x\"}", 1, "owner is empty"),
        ("[1]", 1, "not a JSON object"),
        ("{\"id\":\"a\",\"text\":\"x\"", 1, "not a JSON object"),
    ];
    for (jsonl, line, reason) in lines {
        let home = support::home();
        let folder = home.path().join("index");
        let mut builder = Builder::begin(&folder, &BuildOptions::default(), Watch::default()).unwrap();
        let error = builder.add_jsonl(jsonl.as_bytes(), "rows.jsonl").unwrap_err();
        assert_eq!(error.code(), "HW505");
        let sentence = error.to_string();
        assert!(
            sentence.starts_with(&format!("rows.jsonl, line {line}: ")) && sentence.contains(reason),
            "{sentence}"
        );
        drop(builder);
        assert_eq!(files(home.path()), Vec::<PathBuf>::new());
    }
    let not_utf8 = [b"{\"id\":\"a\",\"text\":\"".as_slice(), &[0xFF], b"\"}"].concat();
    let home = support::home();
    let mut builder =
        Builder::begin(&home.path().join("index"), &BuildOptions::default(), Watch::default()).unwrap();
    assert!(
        builder.add_jsonl(&not_utf8[..], "rows").unwrap_err().to_string().contains("not UTF-8 at byte 18")
    );
}

#[test]
fn a_byte_order_mark_before_the_first_line_is_no_part_of_it() {
    let home = support::home();
    let folder = home.path().join("index");
    let mut builder = Builder::begin(&folder, &BuildOptions::default(), Watch::default()).unwrap();
    let jsonl = "\u{feff}{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"\u{feff}\"}\n";
    builder.add_jsonl(jsonl.as_bytes(), "rows").unwrap();
    builder.add_jsonl("\u{feff}\n".as_bytes(), "nothing else").unwrap();
    let later = "{\"id\":\"c\",\"text\":\"x\"}\n\u{feff}{\"id\":\"d\",\"text\":\"x\"}\n";
    assert!(builder.add_jsonl(later.as_bytes(), "rows").unwrap_err().to_string().contains("line 2"));
}

#[test]
fn a_row_of_more_than_a_megabyte_is_refused_and_one_of_a_megabyte_is_not() {
    let home = support::home();
    let mut builder =
        Builder::begin(&home.path().join("index"), &BuildOptions::default(), Watch::default()).unwrap();
    let text = "gull ".repeat((1 << 20) / 5 + 1);
    builder.add_row(&row("fits", "Ada", &text[..1 << 20]), "rows", 1).unwrap();
    let error = builder.add_row(&row("large", "Ada", &text[..(1 << 20) + 1]), "rows", 2).unwrap_err();
    assert!(error.to_string().contains("1048577 bytes"), "{error}");
}

#[test]
fn a_place_in_use_is_refused_and_an_empty_folder_is_taken() {
    let home = support::home();
    let folder = home.path().join("index");
    fs::create_dir(&folder).unwrap();
    let begin = || Builder::begin(&folder, &BuildOptions::default(), Watch::default());
    let builder = begin().unwrap();
    assert_eq!(begin().err().unwrap().code(), "HW511");
    builder.finish().unwrap();
    assert_eq!(begin().err().unwrap().code(), "HW504");
    assert_eq!(files(home.path()), std::slice::from_ref(&folder));
    assert_eq!(Index::open(&folder).unwrap().info().rows, 0);
}

#[test]
fn a_place_without_a_name_is_refused_as_such() {
    for place in ["", ".", "..", "nowhere/.."] {
        let refused =
            Builder::begin(Path::new(place), &BuildOptions::default(), Watch::default()).err().unwrap();
        assert_eq!(refused.code(), "HW510");
        assert!(
            refused.to_string().starts_with(&format!("the folder is {place:?}; it must be a path that ends"))
        );
        assert!(!Path::new("nowhere").exists());
    }
}

#[test]
fn what_a_killed_build_left_is_cleared_by_the_next() {
    let home = support::home();
    fs::create_dir(home.path().join(".index.building")).unwrap();
    fs::write(home.path().join(".index.building/tokenized.0"), "half").unwrap();
    fs::write(home.path().join(".index.lock"), "").unwrap();
    let folder = home.path().join("index");
    Builder::begin(&folder, &BuildOptions::default(), Watch::default()).unwrap().finish().unwrap();
    assert_eq!(files(home.path()), [folder]);
}

#[test]
fn a_cancelled_build_leaves_nothing_and_a_cancelled_question_has_no_answer() {
    let home = support::home();
    let stop = AtomicBool::new(true);
    let watch = Watch::default().cancelled_by(&stop);
    let mut builder = Builder::begin(&home.path().join("index"), &BuildOptions::default(), watch).unwrap();
    assert_eq!(builder.add_row(&row("a", "Ada", "text"), "rows", 1).unwrap_err().code(), "ABORT_ERR");
    drop(builder);
    assert_eq!(files(home.path()), Vec::<PathBuf>::new());
    let built = build(&rows(), ONE_SEGMENT);
    let error =
        built.index.attribute("The keeper counted gulls.", &Parameters::default(), watch).unwrap_err();
    assert_eq!(error.code(), "ABORT_ERR");
}

#[test]
fn the_data_set_hash_is_that_of_the_rows_in_their_order() {
    let hash = |rows: &[Row]| build(rows, ONE_SEGMENT).index.info().data_set;
    let forth = [row("a", "Ada", "one"), row("b", "Ben", "two")];
    let back = [forth[1].clone(), forth[0].clone()];
    let shifted = [row("a", "Adao", "ne"), row("b", "Ben", "two")];
    assert_eq!(hash(&forth), build(&forth, 1).index.info().data_set);
    assert_ne!(hash(&forth), hash(&back));
    assert_ne!(hash(&forth), hash(&shifted));
    let named = [Row { owner: None, ..row("a", "", "one") }];
    assert_eq!(hash(&named), hash(&[row("a", "a", "one")]));
}

#[test]
fn an_output_of_a_megabyte_is_answered_and_a_larger_one_is_refused() {
    let built = build(&rows(), ONE_SEGMENT);
    let long = "The keeper counted gulls. ".repeat((1 << 20) / 26);
    let answer = attribute(&built.index, &long, &Parameters::default());
    assert!(answer["unattributedPpb"].as_u64().unwrap() < 1_000_000_000);
    let larger = long.clone() + &long[..200];
    let error = built.index.attribute(&larger, &Parameters::default(), Watch::default()).unwrap_err();
    assert_eq!(error.code(), "HW508");
}
