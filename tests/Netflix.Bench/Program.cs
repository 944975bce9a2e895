Console.Error.WriteLine("Usage: ./bench NAME"); return 2;
