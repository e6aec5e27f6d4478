"""A plan as one page of HTML that opens offline: figures, map, charts, and tables behind them."""
