using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Netflix.ServiceDefaults;

public static class Validation
{
    /// <summary>Checks the request body by its <see cref="IValidator{T}"/>; answers 400 with <c>errors: {field: [text]}</c>.</summary>
    public static RouteHandlerBuilder Validate<TRequest>(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(async (context, next) =>
        {
            var validator = context.HttpContext.RequestServices.GetRequiredService<IValidator<TRequest>>();
            var request = context.Arguments.OfType<TRequest>().First();
            var result = await validator.ValidateAsync(request, context.HttpContext.RequestAborted);
            return result.IsValid ? await next(context) : TypedResults.ValidationProblem(Errors(result));
        }).ProducesValidationProblem();

    private static Dictionary<string, string[]> Errors(FluentValidation.Results.ValidationResult result) =>
        result.Errors
            .GroupBy(error => JsonNamingPolicy.CamelCase.ConvertName(error.PropertyName))
            .ToDictionary(field => field.Key, field => field.Select(error => error.ErrorMessage).ToArray());
}
