use super::*;
use crate::study::example;
use wire::study::config::StudyConfig;

fn form() -> NewStudy {
    NewStudy::new(&example::defaults())
}

#[test]
fn a_form_that_nobody_touched_is_the_study_it_started_from() {
    assert_eq!(form().config(), example::config());
    let other = StudyConfig {
        clones: CloneChoice::Oracle { per_target: 2 },
        targets: vec!["Ben".into()],
        stop: StopRule::Width { half_width: 2.5 },
        recruiting: Recruiting::Prolific { completion_code: "C1".into() },
        ..example::config()
    };
    let defaults = NewStudyDefaults { config: other.clone(), ..example::defaults() };
    assert_eq!(NewStudy::new(&defaults).config(), other);
}

#[test]
fn tasks_keep_the_order_that_the_study_started_with() {
    let mut config = example::config();
    config.tasks.reverse();
    let mut form = NewStudy::new(&NewStudyDefaults { config: config.clone(), ..example::defaults() });
    assert_eq!(form.config().tasks, config.tasks);
    assert_eq!(form.kinds()[..3], [TaskKind::Naturalness, TaskKind::Recognition, TaskKind::Similarity]);
    form.task_mut(TaskKind::SamePerson).is_asked = true;
    assert_eq!(form.asked().last(), Some(&TaskKind::SamePerson));
}

#[test]
fn only_targets_that_all_runs_have_can_be_shown() {
    let mut form = form();
    assert_eq!(form.targets(), ["Ada", "Ben", "Cleo"]);
    form.toggle_run(&RunId("b2".into()));
    assert_eq!(form.targets(), ["Ada", "Cleo"]);
    form.toggle_run(&RunId("a1".into()));
    form.toggle_run(&RunId("b2".into()));
    assert!(form.targets().is_empty() && form.chosen.is_empty());
}

#[test]
fn all_targets_are_an_empty_list_and_none_is_a_problem() {
    let mut form = form();
    assert!(form.config().targets.is_empty());
    form.toggle_target("Ben");
    assert_eq!(form.config().targets, ["Ada", "Cleo"]);
    form.toggle_target("Ada");
    form.toggle_target("Cleo");
    assert!(form.lacks_targets() && !form.is_readable());
    form.toggle_target("Ben");
    assert_eq!((form.config().targets, form.is_readable()), (vec!["Ben".to_owned()], true));
}

#[test]
fn what_is_no_number_stays_in_its_field_and_matters_only_where_it_is_asked_for() {
    let mut form = form();
    let field = NumberField::Items(TaskKind::Similarity);
    form.enter(field, "some");
    assert_eq!((form.text(field), form.config().tasks[0].items), ("some".into(), 10));
    assert!(form.problem(field).is_some() && !form.is_readable());
    form.task_mut(TaskKind::Similarity).is_asked = false;
    assert!(form.problem(field).is_none() && form.is_readable());
    form.task_mut(TaskKind::Similarity).is_asked = true;
    form.enter(field, "12");
    assert_eq!((form.config().tasks[0].items, form.is_readable()), (12, true));
}

#[test]
fn a_language_that_is_not_offered_has_no_texts_and_gets_them_back() {
    let mut form = form();
    form.write(TextKind::Opening, "ja", "こんにちは");
    form.toggle_language("ja");
    assert_eq!((form.config().languages, form.config().opening.len()), (vec!["en".to_owned()], 1));
    form.toggle_language("ja");
    form.put_first("ja");
    assert_eq!(form.config().languages, ["ja", "en"]);
    assert_eq!(form.config().opening["ja"], "こんにちは");
}

#[test]
fn a_problem_is_told_where_its_field_is() {
    let mut form = form();
    let place = |form: &NewStudy, field: &str| form.place(&Problem { field: field.into(), message: String::new() });
    assert_eq!(place(&form, "tasks[1].items"), FormSection::Task(TaskKind::Recognition));
    form.task_mut(TaskKind::Similarity).is_asked = false;
    assert_eq!(place(&form, "tasks[1].items"), FormSection::Task(TaskKind::Naturalness));
    assert_eq!(place(&form, "tasks"), FormSection::Tasks);
    assert_eq!(place(&form, "tasks[9].task"), FormSection::Tasks);
    assert_eq!((place(&form, "consent.ja"), place(&form, "stop.votes")), (FormSection::Texts, FormSection::Stop));
    assert_ne!(FormSection::Tasks.id(), FormSection::Task(TaskKind::Similarity).id());
}
