"""The rules of AWX for surveys: which questions it takes, and which answers launch a job."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

ENCRYPTED = "$encrypted$"

# The types of questions, and of their default answers.
TEXTS = ("text", "textarea", "password")
CHOICES = ("multiplechoice", "multiselect")
NUMBERS = {"integer": int, "float": float}


def survey_problems(survey: dict) -> list[str]:
    """Why AWX's API would reject a survey: the rules of its view JobTemplateSurveySpec, and of its documentation."""
    problems = [f"{key} is missing or not a text" for key in ("name", "description") if not _is_text(survey.get(key))]
    questions = survey.get("spec")
    if not isinstance(questions, list) or not questions:
        return [*problems, "spec is not a list of questions"]
    seen: set[str] = set()
    for number, question in enumerate(questions):
        problems += [f"question {number}: {problem}" for problem in _question_problems(question, seen)]
    return problems


def _question_problems(question: object, seen: set[str]) -> list[str]:
    if not isinstance(question, dict):
        return ["is not an object"]
    keys = ("type", "question_name", "question_description", "variable")
    problems = [f"{key} is missing or not a text" for key in keys if not _is_text(question.get(key))]
    if not isinstance(question.get("required"), bool):
        problems.append("required is missing or not a boolean")
    if problems:
        return problems
    if question["variable"] in seen:
        problems.append(f"{question['variable']} is asked for twice")
    seen.add(question["variable"])
    if question["type"] not in (*TEXTS, *CHOICES, *NUMBERS):
        return [*problems, f"{question['type']} is not a type"]
    for limit in ("min", "max"):
        if question.get(limit) is not None and not isinstance(question[limit], int):
            problems.append(f"{limit} is not a whole number")
    return problems + _answer_problems(question)


def _answer_problems(question: dict) -> list[str]:
    default, choices = question.get("default", ""), question.get("choices", [])
    if question["type"] in NUMBERS:
        return [] if default == "" or isinstance(default, NUMBERS[question["type"]]) else ["default is not a number"]
    if not isinstance(default, str):
        return ["default is not a text"]
    if default.startswith(ENCRYPTED):
        return ["default is a reserved word"]
    if question["type"] in TEXTS:
        return []
    choices = choices.splitlines() if isinstance(choices, str) else choices
    if not choices:
        return ["choices are missing"]
    defaults = default.splitlines()
    if question["type"] == "multiplechoice" and len(defaults) > 1:
        return ["more than one default"]
    return [f"{answer} is not a choice" for answer in defaults if answer not in choices]


def answer_problems(answers: dict, survey: dict) -> list[str]:
    """Why AWX would not launch a job with these answers. It uses no defaults of the survey for what is missing."""
    problems = []
    questions = {question["variable"]: question for question in survey["spec"]}
    problems += [f"{name} is not allowed on launch" for name in answers if name not in questions]
    for name, question in questions.items():
        if name in answers:
            problems += _given_problems(name, question, answers[name])
        elif question["required"]:
            problems.append(f"{name} is missing")
    return problems


def _given_problems(name: str, question: dict, answer: object) -> list[str]:
    kind = list if question["type"] == "multiselect" else NUMBERS.get(question["type"], str)
    if not isinstance(answer, kind) or isinstance(answer, bool):
        return [f"{name} has the wrong type"]
    if question["type"] in CHOICES:
        given = answer if isinstance(answer, list) else [answer]
        return [f"{name} is not a choice"] if any(item not in question["choices"] for item in given) else []
    size = len(answer) if isinstance(answer, str) else answer
    low, high = question.get("min"), question.get("max")
    if (low is not None and size < low) or (high is not None and size > high):
        return [f"{name} is too short or too long, too small or too large"]
    return []


def _is_text(value: object) -> bool:
    return isinstance(value, str)
