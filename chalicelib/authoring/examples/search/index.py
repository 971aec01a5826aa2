"""What is to be shown, by the scenes in which it can be: few are touched by one example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from chalicelib.authoring.examples.search.pairs import Contrast
from chalicelib.authoring.examples.search.scenes import Scene
from chalicelib.authoring.examples.search.trials import Trial
from chalicelib.authoring.examples.standing import Shown, Standing
from chalicelib.authoring.space.diagrams import Situations

T = TypeVar("T")


class Moved(NamedTuple):
    """A mutant and the situations of a scene that it gives another channel."""

    trial: Trial
    moved: Situations


class Index:
    """The conditions to be told apart and the mutants to be noticed, by scene."""

    def __init__(self, contrasts: Sequence[Contrast], trials: Iterable[Trial]) -> None:
        self.contrasts, self.trials = contrasts, [trial for trial in trials if not trial.equivalent]
        self._told: dict[Scene, list[Contrast]] = {}
        self._moved: dict[Scene, list[Moved]] = {}
        self._others: dict[Scene, list[Trial]] = {}
        self._scenes: dict[str | None, dict[Scene, None]] = {}
        for contrast in contrasts:
            for scene in {place.scene: None for place in contrast.places}:
                self._put(self._told, scene, contrast)
        for trial in self.trials:
            for scene, moved in trial.moves:
                self._put(self._moved, scene, Moved(trial, moved))
            for scene in trial.others:
                self._put(self._others, scene, trial)

    def told_in(self, scene: Scene) -> Sequence[Contrast]:
        """The conditions that can be told apart in a scene."""
        return self._told.get(scene, ())

    def moved_in(self, scene: Scene) -> Sequence[Moved]:
        """The mutants that an example in a scene notices, each with the situations of such an example."""
        return self._moved.get(scene, ())

    def noticed_by(self, example: Shown) -> list[Trial]:
        """The mutants that an example notices, in order."""
        near = {trial for scene, one in self._with(example) for trial in self._near(scene, one)}
        alone = Standing([example])
        return [trial for trial in self.trials if trial in near and trial.killed(alone)]

    def shown_without(self, example: Shown, standing: Standing) -> bool:
        """Whether all that an example shows is shown by those that stand, which it is not among."""
        return all(
            all(contrast.told(standing) for contrast in self.told_in(scene) if contrast.shows(scene, one))
            and all(trial.killed(standing) for trial, moved in self.moved_in(scene) if moved & one)
            and all(trial.killed(standing) for trial in self._others.get(scene, ()))
            for scene, one in self._with(example)
        )

    def _near(self, scene: Scene, one: Situations) -> Iterator[Trial]:
        """The mutants that a situation notices, those of items with own rules too."""
        yield from (trial for trial, moved in self.moved_in(scene) if moved & one)
        yield from (trial for trial in self._others.get(scene, ()) if trial.of_other(scene) & one)

    def _put(self, shelf: dict[Scene, list[T]], scene: Scene, one: T) -> None:
        shelf.setdefault(scene, []).append(one)
        self._scenes.setdefault(scene.item, {})[scene] = None

    def _with(self, example: Shown) -> Iterator[tuple[Scene, Situations]]:
        """The scenes that an example is in, and its situation there."""
        for item in (None, example.item):
            for scene in self._scenes.get(item, ()):
                one = example.in_scene(scene)
                if one:
                    yield scene, one
