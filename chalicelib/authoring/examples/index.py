"""What is to be shown, by the scenes in which it can be: few are touched by one example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from chalicelib.authoring.examples.pairs import Contrast
from chalicelib.authoring.examples.scenes import Scene
from chalicelib.authoring.examples.standing import Shown, Standing
from chalicelib.authoring.examples.trials import Trial

T = TypeVar("T")


class Index:
    """The conditions to be told apart and the mutants to be noticed, by scene."""

    def __init__(self, contrasts: Sequence[Contrast], trials: Iterable[Trial]) -> None:
        self.contrasts, self.trials = contrasts, [trial for trial in trials if not trial.equivalent]
        self._contrasts: dict[Scene, list[Contrast]] = {}
        self._trials: dict[Scene, list[Trial]] = {}
        self._scenes: dict[str | None, dict[Scene, None]] = {}
        for contrast in contrasts:
            for scene in {place.scene: None for place in contrast.places}:
                self._put(self._contrasts, scene, contrast)
        for trial in self.trials:
            for scene in trial.scenes:
                self._put(self._trials, scene, trial)

    def told_in(self, scene: Scene) -> Sequence[Contrast]:
        """The conditions that can be told apart in a scene."""
        return self._contrasts.get(scene, ())

    def tried_in(self, scene: Scene) -> Sequence[Trial]:
        """The mutants that can be noticed in a scene, and perhaps others."""
        return self._trials.get(scene, ())

    def noticed_by(self, example: Shown) -> list[Trial]:
        """The mutants that an example notices, in order."""
        alone = Standing([example])
        near = {trial for scene in self._with(example) for trial in self.tried_in(scene)}
        return [trial for trial in self.trials if trial in near and trial.killed(alone)]

    def shown_around(self, example: Shown, standing: Standing) -> bool:
        """Whether all that has to do with an example's scenes is shown by those that stand."""
        return all(
            all(contrast.told(standing) for contrast in self.told_in(scene))
            and all(trial.killed(standing) for trial in self.tried_in(scene))
            for scene in self._with(example)
        )

    def _put(self, shelf: dict[Scene, list[T]], scene: Scene, one: T) -> None:
        shelf.setdefault(scene, []).append(one)
        self._scenes.setdefault(scene.item, {})[scene] = None

    def _with(self, example: Shown) -> Iterator[Scene]:
        for item in (None, example.item):
            for scene in self._scenes.get(item, ()):
                if example.in_scene(scene):
                    yield scene
