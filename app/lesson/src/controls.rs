//! Groups of controls that can be shown or hidden: by a step of a lesson, or by a teacher's link.

use std::fmt;

use protocol::ExploreTool;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Where a group of controls is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlPlace {
    /// In the page's head.
    Head,
    /// In Explore.
    Explore,
    /// In Train.
    Train,
}

/// Defines [`ControlGroup`] from one row a group. The tools of Explore stand where `..tools` does.
macro_rules! control_groups {
    (
        $($(#[$doc:meta])* $group:ident = $name:literal, $place:ident;)+
        ..tools;
        $($(#[$later_doc:meta])* $later:ident = $later_name:literal, $later_place:ident;)+
    ) => {
        /// A group of controls.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ControlGroup {
            $($(#[$doc])* $group,)+
            /// A tool of Explore.
            Tool(ExploreTool),
            $($(#[$later_doc])* $later,)+
        }

        impl ControlGroup {
            /// All groups.
            pub fn all() -> impl Iterator<Item = Self> {
                let tools = ExploreTool::ALL.iter().copied();
                [$(Self::$group),+]
                    .into_iter()
                    .chain(tools.map(Self::Tool))
                    .chain([$(Self::$later),+])
            }

            /// How links, lessons and style sheets name it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$group => $name,)+
                    Self::Tool(tool) => tool.as_str(),
                    $(Self::$later => $later_name,)+
                }
            }

            /// Where it is.
            pub fn place(self) -> ControlPlace {
                match self {
                    $(Self::$group => ControlPlace::$place,)+
                    Self::Tool(_) => ControlPlace::Explore,
                    $(Self::$later => ControlPlace::$later_place,)+
                }
            }
        }
    };
}

control_groups! {
    /// The tabs of the rooms.
    Rooms = "rooms", Head;
    /// Which engine runs.
    Engine = "engine", Head;
    /// The choice of a model.
    Model = "model", Explore;
    /// The sliders.
    Sliders = "sliders", Explore;
    /// The sliders along a model's named directions.
    NamedSliders = "named-sliders", Explore;
    /// How to read the map, in words.
    Reading = "reading", Explore;
    /// The latent map.
    Map = "map", Explore;
    /// Which plane the map shows, and what lies over it.
    Planes = "planes", Explore;
    /// The map's dots and their legend.
    Legend = "legend", Explore;
    /// The map's zoom.
    Zoom = "zoom", Explore;
    /// Points set aside.
    Pins = "pins", Explore;
    ..tools;
    /// Undo, redo, links, files.
    Actions = "actions", Explore;
    /// What the model is.
    Card = "card", Explore;
    /// The choice of a preset.
    Preset = "preset", Train;
    /// The fields of the form.
    Form = "form", Train;
    /// Pictures of the visitor's own to train on.
    Pictures = "pictures", Train;
    /// Play, pause, step, begin again.
    Transport = "transport", Train;
    /// Runs that the browser keeps.
    Kept = "kept", Train;
    /// What detectors find.
    Findings = "findings", Train;
    /// Samples, real images, reconstructions.
    Samples = "samples", Train;
    /// The plane of a run on points.
    Plane = "plane", Train;
    /// The codes of a run on points.
    Codes = "codes", Train;
    /// Earlier samples and snapshots.
    Timeline = "timeline", Train;
    /// How near generated points come to real ones.
    Quality = "quality", Train;
    /// What may be done to the players.
    Players = "players", Train;
    /// Curves of losses.
    Losses = "losses", Train;
    /// Scores, gradients and KL of each dimension.
    Measures = "measures", Train;
    /// A step in slow motion.
    SlowMotion = "slow-motion", Train;
    /// The run as a program.
    Code = "code", Train;
    /// What can be taken along of a run.
    Files = "files", Train;
}

impl ControlGroup {
    /// The group that a name means.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|group| group.as_str() == name)
    }
}

/// Some groups of controls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ControlSet(u64);

/// A name that no group of controls has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownControl(pub String);

impl fmt::Display for UnknownControl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there are no controls called “{}”", self.0)
    }
}

impl ControlSet {
    /// A set of these.
    pub fn of(groups: &[ControlGroup]) -> Self {
        groups.iter().copied().collect()
    }

    /// Every group.
    pub fn all() -> Self {
        ControlGroup::all().collect()
    }

    /// A group's bit: its place among all.
    fn bit(group: ControlGroup) -> u64 {
        ControlGroup::all()
            .position(|other| other == group)
            .map_or(0, |at| 1 << at)
    }

    /// The set and one more group.
    #[must_use]
    pub fn with(self, group: ControlGroup) -> Self {
        Self(self.0 | Self::bit(group))
    }

    /// The set without a group.
    #[must_use]
    pub fn without(self, group: ControlGroup) -> Self {
        Self(self.0 & !Self::bit(group))
    }

    /// What is in either.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a group is in it.
    pub fn has(self, group: ControlGroup) -> bool {
        self.0 & Self::bit(group) != 0
    }

    /// The groups, in the order of [`ControlGroup::all`].
    pub fn groups(self) -> impl Iterator<Item = ControlGroup> {
        ControlGroup::all().filter(move |group| self.has(*group))
    }

    /// The names, with `separator` between them.
    pub fn names(self, separator: &str) -> String {
        let names: Vec<_> = self.groups().map(ControlGroup::as_str).collect();
        names.join(separator)
    }

    /// Reads names with commas between them, and says which there are none of; nothing is an empty
    /// set.
    pub fn from_names(text: &str) -> (Self, Vec<UnknownControl>) {
        let mut set = Self::default();
        let mut unknown = Vec::new();
        for name in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            match ControlGroup::from_name(name) {
                Some(group) => set = set.with(group),
                None => unknown.push(UnknownControl(name.to_owned())),
            }
        }
        (set, unknown)
    }
}

impl FromIterator<ControlGroup> for ControlSet {
    fn from_iter<I: IntoIterator<Item = ControlGroup>>(groups: I) -> Self {
        groups.into_iter().fold(Self::default(), Self::with)
    }
}

impl Serialize for ControlSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.groups().map(ControlGroup::as_str))
    }
}

impl<'de> Deserialize<'de> for ControlSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        let (set, mut unknown) = Self::from_names(&names.join(","));
        match unknown.pop() {
            Some(unknown) => Err(de::Error::custom(unknown)),
            None => Ok(set),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_read_back() {
        let all = ControlSet::all();
        assert!(ControlGroup::all().count() <= 64, "a set is 64 bits");
        assert!(all.groups().eq(ControlGroup::all()), "a bit each");
        for group in ControlGroup::all() {
            assert_eq!(ControlGroup::from_name(group.as_str()), Some(group));
        }
        assert_eq!(ControlSet::from_names(&all.names(",")), (all, Vec::new()));
        assert_eq!(ControlSet::from_names(""), (ControlSet::default(), vec![]));
    }

    #[test]
    fn an_unknown_name_is_told_and_the_others_count() {
        let (set, unknown) = ControlSet::from_names("sliders, slider,map");
        let expected = ControlSet::of(&[ControlGroup::Sliders, ControlGroup::Map]);
        assert_eq!(set, expected);
        assert_eq!(unknown, [UnknownControl("slider".to_owned())]);
        assert!(!set.has(ControlGroup::Model));
    }
}
