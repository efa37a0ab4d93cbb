//! Where windows that too many owners hold end and those that few hold begin. Whoever holds a window holds all that lies inside it: so what one window tells is told of
//! those inside it, or around it, too.

/// What is known, by the token at which windows begin.
pub(super) struct Borders {
    /// Windows that end up to there are held by too many.
    common: Vec<usize>,
    /// Windows that end there or later are not.
    rare: Vec<usize>,
}

impl Borders {
    pub(super) fn new(tokens: usize) -> Self {
        Self { common: vec![0; tokens], rare: vec![usize::MAX; tokens] }
    }

    /// The last end from a token on that is known to be common, and the first that is known to be rare; between them nothing is known.
    pub(super) fn around(&self, start: usize) -> (usize, usize) {
        (self.common[start], self.rare[start])
    }

    pub(super) fn note_common(&mut self, start: usize, end: usize) {
        self.common[start] = self.common[start].max(end);
    }

    pub(super) fn note_rare(&mut self, start: usize, end: usize) {
        self.rare[start] = self.rare[start].min(end);
    }

    /// Tells each token what the others know: what is common from one before it on, and what is rare from one behind it on.
    pub(super) fn spread(&mut self) {
        let mut furthest = 0;
        for end in &mut self.common {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        let mut nearest = usize::MAX;
        for end in self.rare.iter_mut().rev() {
            nearest = nearest.min(*end);
            *end = nearest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_common_is_told_to_what_follows_and_what_is_rare_to_what_stands_before() {
        let mut borders = Borders::new(6);
        borders.note_common(1, 4);
        borders.note_common(1, 3);
        borders.note_common(2, 3);
        borders.note_rare(3, 9);
        borders.note_rare(4, 7);
        borders.note_rare(4, 8);
        borders.spread();
        let known: Vec<(usize, usize)> = (0..6).map(|start| borders.around(start)).collect();
        assert_eq!(known, [(0, 7), (4, 7), (4, 7), (4, 7), (4, 7), (4, usize::MAX)]);
    }
}
