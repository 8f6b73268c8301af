//! Studies.

mod analysis;
mod answers;
mod items;
mod leaving;
pub(in super::super) mod participants;
mod payments;
mod progress;
mod study;

use super::{Connection, Sql};
use crate::store::database::error::{DatabaseError, StoreFuture};
use crate::store::studies::*;
use wire::study::summary::StudyState;
use wire::study::{Population, StudyId, Texts};

impl StudyStore for Sql {
    fn create(&self, study: NewStudy) -> StoreFuture<'_, ()> {
        Box::pin(self.writer.write(move |connection| Box::pin(study::create(connection, study))))
    }

    fn overviews(&self) -> StoreFuture<'_, Vec<StudyOverview>> {
        Box::pin(async move { study::overviews(&mut *self.moment().await?).await })
    }

    fn overview<'a>(&'a self, id: &'a StudyId) -> StoreFuture<'a, Option<StudyOverview>> {
        Box::pin(async move { study::overview(&mut *self.moment().await?, id).await })
    }

    fn by_link<'a>(&'a self, link: &'a str) -> StoreFuture<'a, Option<StudyRow>> {
        Box::pin(async move { study::by_link(&mut *self.reader().await?, link).await })
    }

    fn unused_tokens<'a>(&'a self, id: &'a StudyId) -> StoreFuture<'a, Vec<String>> {
        Box::pin(async move { study::unused_tokens(&mut *self.reader().await?, id).await })
    }

    fn set_state<'a>(&'a self, id: &'a StudyId, state: StudyState) -> StoreFuture<'a, bool> {
        let id = id.clone();
        Box::pin(
            self.writer
                .write(move |connection| Box::pin(async move { study::set_state(connection, &id, state).await })),
        )
    }

    fn set_consent<'a>(&'a self, id: &'a StudyId, consent: &'a Texts) -> StoreFuture<'a, Option<u32>> {
        let (id, consent) = (id.clone(), consent.clone());
        Box::pin(
            self.writer
                .write(move |connection| Box::pin(async move { study::set_consent(connection, &id, &consent).await })),
        )
    }

    fn consent<'a>(&'a self, id: &'a StudyId, version: u32) -> StoreFuture<'a, Option<Texts>> {
        Box::pin(async move { study::consent(&mut *self.reader().await?, id, version).await })
    }

    fn stimulus<'a>(&'a self, id: &'a str) -> StoreFuture<'a, Option<ServedStimulus>> {
        Box::pin(async move { items::stimulus(&mut *self.reader().await?, id).await })
    }

    fn items<'a>(&'a self, id: &'a StudyId) -> StoreFuture<'a, Vec<ItemRow>> {
        Box::pin(async move { items::items(&mut *self.reader().await?, id).await })
    }

    fn loads<'a>(&'a self, id: &'a StudyId, population: Population) -> StoreFuture<'a, Vec<Load>> {
        Box::pin(async move { items::loads(&mut *self.reader().await?, id, population).await })
    }

    fn turn_away<'a>(&'a self, id: &'a StudyId) -> StoreFuture<'a, ()> {
        let id = id.clone();
        Box::pin(self.writer.write(move |connection| Box::pin(async move { study::turn_away(connection, &id).await })))
    }

    fn join(&self, participant: NewParticipant, choose: Choose) -> StoreFuture<'_, Joined> {
        Box::pin(self.writer.write(move |connection| {
            Box::pin(async move { participants::join(connection, &participant, choose).await })
        }))
    }

    fn participant<'a>(&'a self, study: &'a StudyId, key_hash: &'a [u8; 32]) -> StoreFuture<'a, Option<Participant>> {
        Box::pin(async move { participants::participant(&mut *self.reader().await?, study, key_hash).await })
    }

    fn progress(&self, participant: u64) -> StoreFuture<'_, Progress> {
        Box::pin(async move { progress::progress(&mut *self.moment().await?, participant).await })
    }

    fn assignment(&self, participant: u64, assignment: u64) -> StoreFuture<'_, Option<Assignment>> {
        Box::pin(async move { progress::assignment(&mut *self.reader().await?, participant, assignment).await })
    }

    fn answer(&self, answer: NewAnswer) -> StoreFuture<'_, Stored> {
        Box::pin(self.writer.write_first(move |connection| Box::pin(answers::answer(connection, answer))))
    }

    fn withdraw<'a>(&'a self, code: &'a str) -> StoreFuture<'a, Option<u32>> {
        let code = code.to_owned();
        Box::pin(
            self.writer.write(move |connection| Box::pin(async move { leaving::withdraw(connection, &code).await })),
        )
    }

    fn release(&self, before_ms: u64) -> StoreFuture<'_, ()> {
        Box::pin(self.writer.write(move |connection| Box::pin(leaving::release(connection, before_ms))))
    }

    fn forget_recruits(&self, now_ms: u64) -> StoreFuture<'_, ()> {
        Box::pin(self.writer.write(move |connection| Box::pin(leaving::forget_recruits(connection, now_ms))))
    }

    fn forget_previews<'a>(&'a self, id: &'a StudyId) -> StoreFuture<'a, ()> {
        let id = id.clone();
        Box::pin(
            self.writer
                .write(move |connection| Box::pin(async move { leaving::forget_previews(connection, &id).await })),
        )
    }

    fn revision<'a>(&'a self, id: &'a StudyId) -> StoreFuture<'a, u64> {
        Box::pin(async move { study::revision(&mut *self.reader().await?, id).await })
    }

    fn answers<'a>(&'a self, id: &'a StudyId, population: Population) -> StoreFuture<'a, Vec<AnswerRow>> {
        Box::pin(async move { analysis::answers(&mut *self.reader().await?, id, population).await })
    }

    fn raters<'a>(&'a self, id: &'a StudyId, population: Population) -> StoreFuture<'a, Vec<RaterRow>> {
        Box::pin(async move { analysis::raters(&mut *self.reader().await?, id, population).await })
    }

    fn payments<'a>(&'a self, id: &'a StudyId, population: Population) -> StoreFuture<'a, Vec<PaymentRow>> {
        Box::pin(async move { payments::payments(&mut *self.reader().await?, id, population).await })
    }

    fn decide<'a>(
        &'a self,
        id: &'a StudyId,
        rater: u64,
        used: Option<bool>,
        accepted: Option<bool>,
    ) -> StoreFuture<'a, bool> {
        let id = id.clone();
        Box::pin(self.writer.write(move |connection| {
            Box::pin(async move { analysis::decide(connection, &id, rater, used, accepted).await })
        }))
    }
}
