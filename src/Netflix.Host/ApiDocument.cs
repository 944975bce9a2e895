using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Netflix.Host;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>: schemas named by their slice, the token, and the refusals it implies.</summary>
internal static class ApiDocument
{
    private const string Bearer = "bearer";

    internal static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        // Each slice has its Request and Response: by their short names, one would stand for all.
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } id
            ? type.Type.DeclaringType is { } slice ? slice.Name + id : id
            : null;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Netflix";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The accessToken of /auth/login." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.Responses ??= [];
            operation.Responses.TryAdd("429", new OpenApiResponse { Description = "Too many requests of this account or address: Retry-After says how many seconds to wait." });
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<IAllowAnonymous>().Any())
            {
                return Task.CompletedTask;
            }

            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
            operation.Responses.TryAdd("401", new OpenApiResponse { Description = "No access token, or one that has expired." });
            if (metadata.OfType<IAuthorizeData>().Any(data => data.Policy is not null))
            {
                operation.Responses.TryAdd("403", new OpenApiResponse { Description = "The account lacks the role." });
            }

            return Task.CompletedTask;
        });
    });
}
