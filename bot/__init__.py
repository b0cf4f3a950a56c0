"""How planbot talks: the questions, the answers, the terminal and Telegram."""
