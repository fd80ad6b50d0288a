//! The rooms of the page.

/// What a room's address holds besides the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomAddress {
    /// A place of a latent space, as [`latent::place`] reads it.
    LatentPlace,
    /// The specification of a run, as [`run_spec::from_link`] reads it.
    RunLink,
    /// A lesson and a step of it.
    Lesson,
}

/// Defines [`Room`] from one row a room, so that no list of rooms can forget one.
macro_rules! rooms {
    ($($(#[$doc:meta])* $room:ident = $word:literal, $address:ident;)+) => {
        /// A part of the page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Room {
            $($(#[$doc])* $room,)+
        }

        impl Room {
            /// All rooms, in the order of their tabs.
            pub const ALL: &'static [Self] = &[$(Self::$room),+];

            /// How an address names the room.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$room => $word,)+
                }
            }

            /// What the room's address holds.
            pub fn address(self) -> RoomAddress {
                match self {
                    $(Self::$room => RoomAddress::$address,)+
                }
            }
        }
    };
}

rooms! {
    /// Move through a model's latent space.
    Explore = "explore", LatentPlace;
    /// Watch a model being trained.
    Train = "train", RunLink;
    /// Two models side by side.
    Compare = "compare", LatentPlace;
    /// Damage pictures, and have the model restore them.
    Repair = "repair", LatentPlace;
    /// Lessons, beside the rooms that they are about.
    Learn = "learn", Lesson;
}

impl Room {
    /// The room that an address names.
    pub fn from_name(word: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|room| room.as_str().eq_ignore_ascii_case(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_room_has_an_address_of_its_own() {
        for room in Room::ALL {
            assert_eq!(Room::from_name(room.as_str()), Some(*room));
        }
        assert_eq!(Room::from_name("Train"), Some(Room::Train));
        assert_eq!(Room::from_name("attic"), None);
    }
}
