"""An action that lets an exception through, with a customer's words in it and around it."""

from rasa_sdk import Action


class ActionQueSeCae(Action):
    def name(self):
        return "action_que_se_cae"

    async def run(self, dispatcher, tracker, domain):
        dicho = tracker.latest_message["text"]
        raise RuntimeError(f"no pude con {dicho}")
