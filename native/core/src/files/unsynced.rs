//! What a power cut may take: the content of files, and changes of names, since they were last synced. Nothing is deleted here: what was removed or
//! replaced is held aside, so that any of the changes can be undone.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, OpenOptions};
use std::io::Result;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder in memory, where the machine has that: files come and go by the ten thousand.
pub(crate) fn home() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

/// A file or folder, whatever its name.
type Node = usize;

/// A name of a folder, and what it stands for since a change: nothing where it was removed.
struct Change {
    path: PathBuf,
    before: Option<Node>,
    after: Option<Node>,
    /// The name that it had until then, where it was renamed.
    moved_from: Option<PathBuf>,
}

pub(crate) struct Unsynced {
    contents: Vec<PathBuf>,
    changes: Vec<Change>,
    nodes: HashMap<PathBuf, Node>,
    known: Node,
    aside: TempDir,
}

impl Unsynced {
    pub(crate) fn new() -> Self {
        let (contents, changes, nodes) = Default::default();
        Self { contents, changes, nodes, known: 0, aside: home() }
    }

    /// A new file or folder.
    pub(crate) fn made(&mut self, path: &Path) {
        if path.is_file() {
            self.contents.push(path.to_owned());
        }
        let node = self.node(path);
        self.note(path, None, Some(node), None);
    }

    pub(crate) fn remove(&mut self, path: &Path) -> Result<()> {
        let node = self.put_aside(path)?;
        self.note(path, Some(node), None, None);
        Ok(())
    }

    pub(crate) fn rename(&mut self, from: &Path, to: &Path) -> Result<()> {
        assert_eq!(from.parent(), to.parent());
        let before = if to.exists() { Some(self.put_aside(to)?) } else { None };
        let node = self.node(from);
        self.shift(from, to)?;
        self.note(to, before, Some(node), Some(from.to_owned()));
        Ok(())
    }

    pub(crate) fn content_is_synced(&mut self, path: &Path) {
        self.contents.retain(|unsynced| unsynced != path);
    }

    pub(crate) fn names_are_synced(&mut self, folder: &Path) {
        self.changes.retain(|change| change.path.parent() != Some(folder));
    }

    /// Files whose content was not synced lose a half of it. Of the changes of names in a folder, counted from 0, only those are kept that `keep` says,
    /// by their number and how many they are: file systems write them back in any order.
    pub(crate) fn lose(&mut self, keep: fn(usize, usize) -> bool) {
        for path in std::mem::take(&mut self.contents) {
            let file = OpenOptions::new().write(true).open(&path).unwrap();
            let bytes = file.metadata().unwrap().len();
            file.set_len(bytes / 2).unwrap();
        }
        while let Some(folder) = self.changes.first().and_then(|change| change.path.parent()) {
            let folder = folder.to_owned();
            let is_here = |change: &mut Change| change.path.parent() == Some(&folder);
            let here: Vec<Change> = self.changes.extract_if(.., is_here).collect();
            self.lose_names(&here, keep);
        }
    }

    fn lose_names(&mut self, changes: &[Change], keep: fn(usize, usize) -> bool) {
        let paths = changes.iter().flat_map(|change| change.moved_from.iter().chain([&change.path]));
        let mut names: BTreeMap<PathBuf, Option<Node>> = paths.map(|path| (path.clone(), None)).collect();
        for (path, node) in &mut names {
            *node = path.exists().then(|| self.put_aside(path).unwrap());
        }
        for change in changes.iter().rev() {
            names.insert(change.path.clone(), change.before);
            if let Some(from) = &change.moved_from {
                names.insert(from.clone(), change.after);
            }
        }
        let kept = changes.iter().enumerate().filter(|(at, _)| keep(*at, changes.len()));
        for (_, change) in kept {
            names.values_mut().filter(|node| **node == change.after).for_each(|node| *node = None);
            names.insert(change.path.clone(), change.after);
        }
        for (path, node) in names {
            if let Some(node) = node {
                self.shift(&self.aside.path().join(node.to_string()), &path).unwrap();
            }
        }
    }

    fn note(&mut self, path: &Path, before: Option<Node>, after: Option<Node>, moved_from: Option<PathBuf>) {
        self.changes.push(Change { path: path.to_owned(), before, after, moved_from });
    }

    fn node(&mut self, path: &Path) -> Node {
        self.known += 1;
        *self.nodes.entry(path.to_owned()).or_insert(self.known)
    }

    fn put_aside(&mut self, path: &Path) -> Result<Node> {
        let node = self.node(path);
        self.shift(path, &self.aside.path().join(node.to_string()))?;
        Ok(node)
    }

    /// Renames, and what is known of everything below goes with it.
    fn shift(&mut self, from: &Path, to: &Path) -> Result<()> {
        fs::rename(from, to)?;
        let follow = |path: &mut PathBuf| {
            if let Ok(below) = path.strip_prefix(from) {
                // Joined with nothing, a path would end in a slash.
                *path = if below.as_os_str().is_empty() { to.to_owned() } else { to.join(below) };
            }
        };
        self.contents.iter_mut().for_each(follow);
        let nodes = std::mem::take(&mut self.nodes).into_iter();
        self.nodes = nodes.map(|(mut path, node)| (follow(&mut path), (path, node)).1).collect();
        let is_below = |path: &Path| path != from && path.starts_with(from);
        for change in &mut self.changes {
            change.moved_from.as_mut().filter(|path| is_below(path)).map(follow);
            Some(&mut change.path).filter(|path| is_below(path)).map(follow);
        }
        Ok(())
    }
}
