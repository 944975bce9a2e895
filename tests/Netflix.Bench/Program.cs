using Netflix.Bench.Edge;

// ./bench NAME [--quick]: each prints a table with the ratio to its reference and writes artifacts/bench/NAME.json.
var quick = args.Contains("--quick");
try
{
    switch (args.FirstOrDefault())
    {
        case "edge":
            await EdgeBench.RunAsync(quick);
            return 0;
        default:
            Console.Error.WriteLine("Usage: ./bench NAME [--quick], NAME one of: edge");
            return 2;
    }
}
catch (Netflix.Bench.BenchException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
