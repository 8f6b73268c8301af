//! Adding, showing, finishing and deleting sets.

use super::{CallersFaces, authority, no_set, picture};
use crate::access::Caller;
use crate::blocking::blocking;
use crate::convert::{face_set_summary, recognizer_summary};
use crate::digits;
use crate::error::Error;
use crate::store::StoreError;
use crate::store::faces::{CountedSet, Deleted, FaceSetRow};
use crate::store::people::Action;
use crate::time::now_ms;
use wire::faces::{
    FEWEST_IDENTITIES, FEWEST_IMAGES, FaceSetId, FaceSetState, FaceSetView, FacesOverview, NewFaceSet, PersonInSet,
};
use wire::people::Role;
use wire::run::Problem;

/// Most people with too few images listed one by one.
const NAMED: usize = 3;

impl CallersFaces {
    pub(super) async fn all(&self) -> Result<FacesOverview, Error> {
        let workspace = self.caller.at_work(Role::Viewer)?;
        let sets = self.service.0.store.face_sets(workspace).await?;
        let recognizers = self.service.0.store.recognizers(workspace).await?;
        Ok(FacesOverview {
            sets: sets.into_iter().map(face_set_summary).collect(),
            recognizers: recognizers.into_iter().map(recognizer_summary).collect(),
            may_add: self.caller.require(workspace, Role::Collaborator).is_ok(),
            may_delete: self.caller.require(workspace, Role::Owner).is_ok(),
        })
    }

    pub(super) async fn one(&self, id: &FaceSetId) -> Result<FaceSetView, Error> {
        let found = self.service.set_seen_by(&self.caller, id).await?;
        let people = self.service.0.store.people_of_set(id).await?;
        let may_add = self.caller.require(&found.set.workspace, Role::Collaborator).is_ok();
        let may_delete = self.caller.require(&found.set.workspace, Role::Owner).is_ok();
        let folder = found.set.folder.clone().filter(|_| may_add);
        Ok(FaceSetView { summary: face_set_summary(found), people, folder, may_add, may_delete })
    }

    pub(super) async fn add(&self, new: NewFaceSet) -> Result<FaceSetId, Error> {
        let workspace = self.caller.at_work(Role::Collaborator)?.clone();
        let person = self.caller.signed_in()?;
        let (name, authorisation) =
            authority::checked(&new.name, &new.authorised_by, new.basis).map_err(Error::Invalid)?;
        if let Some(folder) = &new.folder {
            let (lab, folder) = (self.service.0.lab.clone(), folder.clone());
            let problems = blocking(move || Ok(lab.unreadable(&folder))).await?;
            if !problems.is_empty() {
                return Err(Error::Invalid(problems));
            }
        }
        let set = FaceSetRow {
            id: FaceSetId(digits::random(8)?),
            workspace,
            name,
            state: if new.folder.is_some() { FaceSetState::Ready } else { FaceSetState::Filling },
            folder: new.folder,
            authorisation,
            creator: (person.id.clone(), person.name.clone()),
            created_ms: now_ms(),
        };
        let (id, action) = (set.id.clone(), action(&self.caller, &set, "added"));
        self.service.0.store.add_face_set(set, action).await?;
        Ok(id)
    }

    pub(super) async fn finish(&self, id: FaceSetId) -> Result<(), Error> {
        let found = self.led(&id, Role::Collaborator).await?;
        let problems = lacks(&self.service.0.store.people_of_set(&id).await?);
        if !problems.is_empty() && found.set.state == FaceSetState::Filling {
            return Err(Error::Invalid(problems));
        }
        let action = action(&self.caller, &found.set, "finished");
        let is_done = self.service.0.store.finish_face_set(id, action).await?;
        is_done.then_some(()).ok_or_else(|| Error::Conflict("this set is finished already".into()))
    }

    pub(super) async fn delete(&self, id: FaceSetId) -> Result<(), Error> {
        let found = self.led(&id, Role::Owner).await?;
        let action = Action { page: None, ..action(&self.caller, &found.set, "deleted") };
        match self.service.0.store.delete_face_set(id.clone(), action).await? {
            Deleted::Gone(unnamed) => self.service.0.lab.forget_faces(&id, unnamed).await,
            Deleted::InUse => {
                let why = "a run that is not over uses this set; stop it, or wait for its end";
                return Err(Error::Conflict(why.into()));
            }
            Deleted::Missing => return Err(no_set()),
        }
        Ok(())
    }

    /// A set, if the caller has this role.
    pub(super) async fn led(&self, id: &FaceSetId, role: Role) -> Result<CountedSet, Error> {
        let found = self.service.set_seen_by(&self.caller, id).await?;
        self.caller.require(&found.set.workspace, role).map(|()| found)
    }

    /// A small picture of somebody in a set, for members of its workspace.
    ///
    /// # Errors
    /// If there is no such set or person for the caller.
    pub async fn thumbnail(&self, id: &FaceSetId, identity: &str) -> Result<Vec<u8>, Error> {
        self.service.set_seen_by(&self.caller, id).await?;
        let shared = &self.service.0;
        let face = shared.store.first_face(id, identity).await?;
        let face = face.ok_or_else(|| Error::NoFile("a picture of this person".into()))?;
        let lost = || StoreError::Missing { what: format!("{}/{}", face.identity, face.name), hash: face.hash.clone() };
        let file = shared.lab.objects().get(&face.hash).await.map_err(StoreError::from)?.ok_or_else(lost)?;
        blocking(move || Ok(picture::thumbnail(&file).map_err(anyhow::Error::from)?)).await
    }
}

fn action(caller: &Caller, set: &FaceSetRow, did: &str) -> Action {
    let by = &set.authorisation;
    let authorised =
        if did == "added" { format!(", authorised by {}: {}", by.by, by.basis.words()) } else { String::new() };
    let action = caller.action(Some(&set.workspace), format!("{did} the face set {}{authorised}", set.name));
    action.about(format!("/faces/{}", set.id.0))
}

/// What a set lacks before a run can use it, field by field.
fn lacks(people: &[PersonInSet]) -> Vec<Problem> {
    let problem = |field: &str, message: String| Problem { field: field.into(), message };
    let mut problems = Vec::new();
    if (people.len() as u64) < u64::from(FEWEST_IDENTITIES) {
        let message = format!(
            "at least {FEWEST_IDENTITIES} people are needed, one to attack, one more in each recognizer and one for the seeds; there are {}",
            people.len()
        );
        problems.push(problem("identities", message));
    }
    let few: Vec<_> = people.iter().filter(|person| person.images < FEWEST_IMAGES).collect();
    if !few.is_empty() {
        let names: Vec<_> = few.iter().take(NAMED).map(|person| person.name.as_str()).collect();
        let more = if few.len() > NAMED { format!(" and {} more", few.len() - NAMED) } else { String::new() };
        let message = format!(
            "at least {FEWEST_IMAGES} images of each person are needed; add some of {}{more}",
            names.join(", ")
        );
        problems.push(problem("images", message));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_parts_of_a_set_are_reported_by_field() {
        let person = |name: &str, images| PersonInSet { name: name.into(), images };
        let fields =
            |people: &[PersonInSet]| -> Vec<String> { lacks(people).into_iter().map(|one| one.field).collect() };
        assert_eq!(fields(&[]), ["identities"]);
        assert_eq!(fields(&[person("a", 2), person("b", 1)]), ["identities", "images"]);
        assert!(fields(&[person("a", 2), person("b", 2), person("c", 9), person("d", 2)]).is_empty());
        let many: Vec<_> = ["a", "b", "c", "d", "e"].map(|name| person(name, 1)).to_vec();
        assert!(lacks(&many)[0].message.ends_with("a, b, c and 2 more"), "{:?}", lacks(&many));
    }
}
