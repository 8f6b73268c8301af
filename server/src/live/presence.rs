//! The viewers of a run by name; of a crowd only the first ones, so that the message stays short.

use wire::live::Viewers;
use wire::people::PersonId;

/// Most names sent to viewers.
const NAMES: usize = 8;

/// Most letters of a name sent to viewers.
const LETTERS: usize = 40;

/// Someone who is signed in and watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watcher {
    /// The account.
    pub id: PersonId,
    /// The name that others see.
    pub name: String,
}

/// All viewers.
#[derive(Debug, Default)]
pub struct Presence {
    /// Each person once, with their number of open windows, in order of arrival.
    people: Vec<(Watcher, u32)>,
    /// Windows of unknown people.
    unknown: u32,
}

impl Presence {
    /// Someone opens a window.
    pub fn come(&mut self, who: Option<&Watcher>) {
        let Some(who) = who else {
            self.unknown = self.unknown.saturating_add(1);
            return;
        };
        match self.people.iter_mut().find(|(known, _)| known.id == who.id) {
            Some((_, windows)) => *windows += 1,
            None => self.people.push((who.clone(), 1)),
        }
    }

    /// Someone closes a window.
    pub fn go(&mut self, who: Option<&Watcher>) {
        let Some(who) = who else {
            self.unknown = self.unknown.saturating_sub(1);
            return;
        };
        let Some(at) = self.people.iter().position(|(known, _)| known.id == who.id) else { return };
        self.people[at].1 -= 1;
        if self.people[at].1 == 0 {
            self.people.remove(at);
        }
    }

    /// The names and number as viewers see them.
    pub fn watching(&self) -> Viewers {
        let names: Vec<String> = self.people.iter().take(NAMES).map(|(who, _)| shortened(&who.name)).collect();
        let others = (self.people.len() - names.len()) as u32 + self.unknown;
        Viewers { names, others }
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LETTERS { name.into() } else { name.chars().take(LETTERS - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Watcher {
        Watcher { id: PersonId(name.into()), name: name.into() }
    }

    #[test]
    fn a_person_with_two_windows_is_named_once_and_until_the_last_is_closed() {
        let (ada, mut presence) = (person("Ada"), Presence::default());
        presence.come(Some(&ada));
        presence.come(Some(&ada));
        presence.come(None);
        assert_eq!(presence.watching(), Viewers { names: vec!["Ada".into()], others: 1 });
        presence.go(Some(&ada));
        assert_eq!(presence.watching().names, ["Ada"]);
        presence.go(Some(&ada));
        presence.go(None);
        assert_eq!(presence.watching(), Viewers::default());
    }

    #[test]
    fn eight_of_a_thousand_are_named_and_the_next_replaces_one_that_leaves() {
        let people: Vec<_> = (0..1000).map(|n| person(&n.to_string())).collect();
        let mut presence = Presence::default();
        people.iter().for_each(|who| presence.come(Some(who)));
        let told = presence.watching();
        assert_eq!((told.names.len(), told.others), (8, 992));
        presence.go(Some(&people[0]));
        let told = presence.watching();
        assert_eq!((told.names[7].as_str(), told.others), ("8", 991));
    }

    #[test]
    fn a_long_name_is_shortened() {
        let mut presence = Presence::default();
        presence.come(Some(&person(&"é".repeat(500))));
        assert_eq!(presence.watching().names[0].chars().count(), 40);
    }
}
